using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

sealed class CellRun : RecurrentRun
{
    readonly CellLayer? _integers;
    readonly FloatCellLayer? _floats;

    public CellRun(ModelArtifact model, int index, ArtifactCell layer)
        : base(model, index, layer, layer.HiddenLength, layer.CellLength(model.Scheme))
    {
        var (kind, flags) = ((CellKind)layer.Cell, (CellFlags)layer.Flags);
        if (model.Scheme == Scheme.Float32)
            _floats = new(kind, flags, layer.Inputs, layer.HiddenSize, layer.Outputs, layer.Data);
        else
            _integers = new(kind, flags, layer.Inputs, layer.HiddenSize, layer.Outputs, layer.Data);
    }

    protected override bool Step(ReadOnlySpan<sbyte> x) => _integers!.Step(x, Int8, Cell);

    protected override bool Step(ReadOnlySpan<short> x) => _integers!.Step(x, Int16, Cell);

    protected override void Step(ReadOnlySpan<float> x) => _floats!.Step(x, Floats, FloatCell);
}
