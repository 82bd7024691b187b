using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

sealed class LstmRun : RecurrentRun
{
    readonly LstmLayer? integers;
    readonly FloatLstmLayer? floats;

    public LstmRun(ModelArtifact model, int index, ArtifactLstm layer)
        : base(model, index, layer, StateLayout.Padded(layer.Outputs), StateLayout.Padded(layer.Outputs))
    {
        if (model.Scheme == Scheme.Float32)
            floats = new(layer.Inputs, layer.Outputs, layer.Data);
        else if (layer is ArtifactCompressedLstm compressed)
            integers = new(
                layer.Inputs, layer.Outputs, compressed.Rank, [.. compressed.Forms.Select(form => (EdgeLstm.Layers.RowForm)form)], layer.Data,
                layer.CellBits, (short)layer.HiddenScale, layer.BinaryGates, compressed.Columns, model.Scheme == Scheme.Int8);
        else
            integers = new(layer.Inputs, layer.Outputs, layer.Data, layer.CellBits, (short)layer.HiddenScale, layer.BinaryGates);
    }

    protected override bool Step(ReadOnlySpan<sbyte> x) => integers!.Step(x, Int8, Cell);

    protected override bool Step(ReadOnlySpan<short> x) => integers!.Step(x, Int16, Cell);

    protected override void Step(ReadOnlySpan<float> x) => floats!.Step(x, Floats, FloatCell);
}
