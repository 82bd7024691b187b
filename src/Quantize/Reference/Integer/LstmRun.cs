using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

sealed class LstmRun : RecurrentRun
{
    readonly LstmLayer? _integers;
    readonly FloatLstmLayer? _floats;

    public LstmRun(ModelArtifact model, int index, ArtifactLstm layer)
        : base(model, index, layer, CellShape.Padded(layer.Outputs), CellShape.Padded(layer.Outputs))
    {
        if (model.Scheme == Scheme.Float32)
            _floats = new(layer.Inputs, layer.Outputs, layer.Data);
        else if (layer is ArtifactCompressedLstm compressed)
            _integers = new(
                layer.Inputs, layer.Outputs, compressed.Rank, [.. compressed.Forms], layer.Data,
                layer.CellBits, (short)layer.HiddenScale, layer.BinaryGates, compressed.Columns, model.Scheme == Scheme.Int8);
        else
            _integers = new(layer.Inputs, layer.Outputs, layer.Data, layer.CellBits, (short)layer.HiddenScale, layer.BinaryGates);
    }

    protected override bool Step(ReadOnlySpan<sbyte> x) => _integers!.Step(x, Int8, Cell);

    protected override bool Step(ReadOnlySpan<short> x) => _integers!.Step(x, Int16, Cell);

    protected override void Step(ReadOnlySpan<float> x) => _floats!.Step(x, Floats, FloatCell);
}
