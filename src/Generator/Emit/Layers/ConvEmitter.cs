using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit.Layers;

/// <summary>A convolution: a ring of past samples in a stream, all rows in a window.</summary>
sealed class ConvEmitter(ModelArtifact model, int index, ArtifactConv layer) : LayerEmitter(model, index)
{
    public override string Description =>
        $"convolution of {layer.Kernel}{(layer.Dilation == 1 ? "" : $" samples, {layer.Dilation} apart,")} {layer.Inputs} → {layer.Outputs}{With(layer.Function)}";

    public override IEnumerable<StateLayout.Field> Fields => layer.Past == 0
        ? []
        : [new(Index, "past", Activation, CellShape.Padded(layer.Past * layer.Inputs), $"the last {layer.Past} steps [{layer.Inputs}] that it read")];

    public override void Weights(CodeWriter code, Func<byte[], string> constants)
    {
        string type = IsFloat ? "FloatConvLayer" : "ConvLayer", data = constants(layer.Data);
        string pad = layer.Initial.Length == 0 || IsFloat ? "" : $", pad: {constants(layer.Initial)}";
        code.Line($"public static readonly global::EdgeLstm.Layers.{type} Layer{Index} = new(inputs: {layer.Inputs}, outputs: {layer.Outputs}, kernel: {layer.Kernel}, dilation: {layer.Dilation}, {data}{pad});");
        code.Line();
    }

    public override bool Begins => layer.Initial.Length != 0 && layer.Past != 0 && !IsFloat;

    public override void Begin(CodeWriter code, ValueNames names)
    {
        if (!names.Windows)
            code.Line($"Weights.Layer{Index}.Begin({names.State(Index, "past")});");
    }

    public override void Step(CodeWriter code, ValueNames names, string comment)
    {
        string y = names.Floats(Index);
        if (names.Windows)
        {
            string steps = Model.Plan.Steps(layer.Source).Expression, first = layer.Stride == 1 ? "t" : $"t * {layer.Stride}";
            if (Model.Plan.Steps(Index).Fixed == 1)
                first = "0";
            code.Line($"Weights.Layer{Index}.Window({names.AllUnits(layer.Source)}, {steps}, {first} - {layer.PadLeft}, {y});{comment}");
        }
        else
        {
            string past = layer.Past == 0 ? "[]" : names.State(Index, "past");
            code.Line($"Weights.Layer{Index}.Step({names.Units(layer.Source)}, {past}, state._steps, {y});{comment}");
        }

        Function(code, layer.Function, y);
    }
}
