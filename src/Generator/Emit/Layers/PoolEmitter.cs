using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit.Layers;

/// <summary>A pooling over time: a ring of past steps in a stream, all rows in a window.</summary>
sealed class PoolEmitter(ModelArtifact model, int index, ArtifactPool layer) : LayerEmitter(model, index)
{
    public override string Description => $"{(layer.Max ? "maximum" : "average")} of {(layer.IsGlobal ? "all steps" : $"{layer.Kernel} steps")}";

    public override IEnumerable<StateLayout.Field> Fields => layer.Kernel < 2
        ? []
        : [new(Index, "past", "float", CellShape.Padded((layer.Kernel - 1) * layer.Outputs), $"the last {layer.Kernel - 1} steps [{layer.Outputs}] that it read")];

    public override void Step(CodeWriter code, ValueNames names, string comment)
    {
        string name = layer.Max ? "Max" : "Average", pads = layer.Max ? "" : layer.CountPads ? ", true" : ", false", y = names.Floats(Index);
        if (!names.Windows)
        {
            string past = layer.Kernel < 2 ? "[]" : names.State(Index, "past");
            code.Line($"global::EdgeLstm.Layers.Pooling.{name}({names.Floats(layer.Source)}, {past}, state._steps, {layer.Kernel}{pads}, {y});{comment}");
            return;
        }

        string steps = Model.Plan.Steps(layer.Source).Expression, first = layer.Stride == 1 ? "t" : $"t * {layer.Stride}";
        if (Model.Plan.Steps(Index).Fixed == 1)
            first = "0";
        if (layer.PadLeft != 0)
            first += $" - {layer.PadLeft}";
        string kernel = layer.IsGlobal ? steps : $"{layer.Kernel}";
        code.Line($"global::EdgeLstm.Layers.Pooling.Window{name}({names.AllFloats(layer.Source)}, {steps}, {first}, {kernel}{pads}, {y});{comment}");
    }
}
