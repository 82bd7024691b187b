using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit.Layers;

/// <summary>What generated code has of one layer: its constants, its state, and the lines of a step. A kind, a class.</summary>
abstract class LayerEmitter(ModelArtifact model, int index)
{
    protected ModelArtifact Model => model;

    protected int Index => index;

    protected bool IsFloat => model.Scheme == Scheme.Float32;

    /// <summary>The C# type of activations.</summary>
    protected string Activation => StateLayout.Activation(model.Scheme);

    protected ArtifactLayer Layer => model.Layers[index];

    /// <summary>For comments: <c>LSTM 3 → 10</c>.</summary>
    public abstract string Description { get; }

    /// <summary>What the layer remembers from step to step.</summary>
    public virtual IEnumerable<StateLayout.Field> Fields => [];

    /// <summary>Whether floats come out by themselves, or are made of the units.</summary>
    public bool HasFloats(ValueNames names) => (IsFloat && Layer.Gives == ValueForm.Units) ? names.Windows : Layer.Gives == ValueForm.Floats || model.Plan.AsFloats(index);

    /// <summary>Whether units come out by themselves, or are made of the floats.</summary>
    public bool HasUnits(ValueNames names) => model.Plan.AsUnits(index) && (names.Windows || Layer.Gives != ValueForm.Units);

    public static IEnumerable<LayerEmitter> All(ModelArtifact model) => Enumerable.Range(0, model.Layers.Count).Select(k => Of(model, k));

    public static LayerEmitter Of(ModelArtifact model, int index) => model.Layers[index] switch
    {
        ArtifactLstm lstm => new LstmEmitter(model, index, lstm),
        ArtifactCell cell => new CellEmitter(model, index, cell),
        ArtifactDense dense => new DenseEmitter(model, index, dense),
        ArtifactConv conv => new ConvEmitter(model, index, conv),
        ArtifactPool pool => new PoolEmitter(model, index, pool),
        ArtifactNorm norm => new NormEmitter(model, index, norm),
        ArtifactAffine => new AffineEmitter(model, index),
        ArtifactActivation activation => new ActivationEmitter(model, index, activation),
        ArtifactAdd => new AddEmitter(model, index),
        ArtifactConcat => new ConcatEmitter(model, index),
        ArtifactCellState => new CellStateEmitter(model, index),
        ArtifactPick { First: var first } => new PickEmitter(model, index, first, first ? "first step" : "last step"),
        ArtifactRepeat { Times: var times } => new PickEmitter(model, index, first: false, times == 0 ? "repeated for every sample" : $"repeated {times} times"),
        var other => throw new InvalidOperationException($"No code for a layer of kind {other.Kind}."),
    };

    /// <summary>Writes the members of <c>Weights</c>; <paramref name="constants"/> stores bytes and gives the expression that reads them.</summary>
    public virtual void Weights(CodeWriter code, Func<byte[], string> constants)
    {
    }

    /// <summary>Whether the state begins with something else than zeros.</summary>
    public virtual bool Begins => Layer.Initial.Length != 0;

    /// <summary>Writes what the state begins with into it.</summary>
    public virtual void Begin(CodeWriter code, ValueNames names)
    {
    }

    /// <summary>Writes one step, for index <c>t</c> of a window.</summary>
    public abstract void Step(CodeWriter code, ValueNames names, string comment);

    /// <summary>Whether a window's steps run from the last to the first.</summary>
    public virtual bool Reverse => false;

    /// <summary>A function in place on a step's floats.</summary>
    protected void Function(CodeWriter code, ArtifactFunction function, string values)
    {
        if (function.IsIdentity)
            return;
        string parameters = function.Parameters switch
        {
            0 => "",
            1 => ", " + CodeWriter.Float(function.Alpha),
            _ => $", {CodeWriter.Float(function.Alpha)}, {CodeWriter.Float(function.Beta)}",
        };
        code.Line($"global::EdgeLstm.Layers.Activations.{function.Kind}({values}{parameters});");
    }

    protected static string With(ArtifactFunction function) => function.IsIdentity ? "" : $" {function}";
}
