using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// The equations of a <see cref="RecurrentLayer"/>, without its W, U and b. x is the sample, h the output before the step (h' in the
/// remarks of the kinds: after it), ∘ element by element.
/// </summary>
abstract record Cell
{
    /// <summary>What the row groups of W, U and b are called, in their order; H rows each.</summary>
    public abstract IReadOnlyList<string> Gates { get; }

    /// <summary>The functions of those row groups.</summary>
    public abstract IEnumerable<ScalarFunction> GateFunctions { get; }

    /// <summary>What the runtime, and an artifact, call it.</summary>
    public abstract CellKind RuntimeKind { get; }

    public virtual CellFlags RuntimeFlags => CellFlags.None;

    /// <summary>Who wrote the equations down.</summary>
    public virtual string Source => ArtifactCell.Named(RuntimeKind).Source;

    /// <summary>The kind, for reports: <c>LSTM</c>, <c>GRU</c>, <c>RNN</c>.</summary>
    public virtual string Kind => ArtifactCell.Named(RuntimeKind).Title;

    /// <summary>
    /// For reports: the functions that are none of the kind's own, <c>relu</c>, or with the place where several have one: <c>candidate
    /// relu</c>.
    /// </summary>
    public abstract IEnumerable<string> UnusualFunctions { get; }

    /// <summary>ONNX's clip: sums are kept within ±Clip before a gate's function; null where there is none.</summary>
    public float? Clip { get; init; }

    /// <summary>True where the cell carries c [H] on from step to step, beside its output.</summary>
    public virtual bool HasCellState => false;

    /// <summary>Whether nothing bounds that c, which is a sum for as long as the cell runs.</summary>
    public virtual bool SumsUp => false;

    /// <summary>
    /// Whether a state may grow for as long as the cell runs: training reset it, and a longer run than a window's says nothing.
    /// </summary>
    public bool HasNoEnd => SumsUp || GateFunctions.Any(function => double.IsPositiveInfinity(function.Bound));

    /// <summary>Values that a step makes beside its output, for who looks into it.</summary>
    public virtual int Inner(int units) => HasCellState ? units : 0;

    /// <summary>Width of the layer's output, for <paramref name="units"/> H.</summary>
    public virtual int Outputs(int units) => units;

    /// <summary>R: how many values the recurrent matrix reads.</summary>
    public virtual int Recurrent(int units) => units;

    /// <summary>Trained parameters of its own, beside W, U and b.</summary>
    public virtual long Parameters => 0;

    /// <summary>Multiply-accumulates a step beside those of W and U.</summary>
    public virtual long MultiplyAccumulates => 0;

    /// <summary>One step in float32.</summary>
    public abstract void Step(CellStep step, ReadOnlySpan<float> x);

    /// <summary>The constants of the float scheme, in the order that the runtime's FloatCellLayer documents.</summary>
    internal abstract byte[] FloatConstants(RecurrentLayer layer);

    /// <summary>A function there. Kinds have the runtime's numbers; one that the variant has not is the identity.</summary>
    protected float[] Constants(ScalarFunction? f, bool clips = true) =>
        f is null ? new float[4] : [(float)f.Kind, f.Alpha, f.Beta, clips ? Clip ?? 0 : 0];

    /// <summary>"place function" unless the function is the usual one there, or there is none.</summary>
    protected static IEnumerable<string> Unusual(string place, ScalarFunction? function, ScalarFunction usual) =>
        function is null || function == usual ? [] : [place.Length == 0 ? $"{function}" : $"{place} {function}"];
}
