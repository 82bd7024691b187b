namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>Memory that calls read and write: rows of elements, one for each step of a window; in a stream there is one.</summary>
/// <param name="storage">How long its content lives.</param>
/// <param name="layer">Whose it is; −1 for the input.</param>
/// <param name="part">
/// What of that layer: <c>y</c> its floats, <c>q</c> its activation units, <c>h</c>, <c>c</c> or <c>past</c> its state.
/// </param>
/// <param name="element">What it holds.</param>
/// <param name="width">Elements of a row, padding included.</param>
/// <param name="rows">How many rows it has.</param>
sealed class Slot(Storage storage, int layer, string part, ElementType element, int width, StepCount rows)
{
    public Storage Storage => storage;

    public int Layer => layer;

    public string Part => part;

    public ElementType Element => element;

    public int Width => width;

    public StepCount Rows => rows;

    /// <summary>The part with the layer's number; the input's alone.</summary>
    public string Name => layer < 0 ? part : $"{part}{layer}";

    /// <summary>For a comment where it is declared; empty where its name says enough.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>Of a constant: its elements.</summary>
    public byte[] Data { get; init; } = [];

    public static int Size(ElementType element) => element switch { ElementType.Int8 => 1, ElementType.Int16 => 2, _ => 4 };

    /// <summary>All of it.</summary>
    public Value All => new(this, RowAt.All);

    /// <summary>The row of the step that is computed.</summary>
    public Value Row => new(this, RowAt.Step);
}
