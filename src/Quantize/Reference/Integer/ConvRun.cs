using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

sealed class ConvRun(ModelArtifact model, int index, ArtifactConv layer) : LayerRun(model, index)
{
    readonly ConvLayer? _integers = model.Scheme == Scheme.Float32 ? null : new(layer.Inputs, layer.Outputs, layer.Kernel, layer.Dilation, layer.Data, layer.Initial);
    readonly FloatConvLayer? _floats = model.Scheme == Scheme.Float32 ? new(layer.Inputs, layer.Outputs, layer.Kernel, layer.Dilation, layer.Data) : null;
    readonly sbyte[] _past8 = new sbyte[layer.Past * layer.Inputs];
    readonly short[] _past16 = new short[layer.Past * layer.Inputs];
    readonly float[] _pastFloats = new float[layer.Past * layer.Inputs];

    public override void Reset()
    {
        foreach (Array array in (Array[])[_past8, _past16, _pastFloats])
            Array.Clear(array);
        if (layer.Initial.Length == 0)
            return;
        if (Scheme == Scheme.Int8)
            _integers!.Begin(_past8);
        else if (Scheme == Scheme.Int8x16)
            _integers!.Begin(_past16);
    }

    public override void Step(IReadOnlyList<Rows> sources, int t, long step)
    {
        var x = sources[0];
        var y = Output.Floats(t);
        int first = t * layer.Stride - layer.PadLeft;
        switch (Scheme)
        {
            case Scheme.Int8 when Windows: _integers!.Window(x.AllInt8, x.Steps, first, y); break;
            case Scheme.Int8: _integers!.Step(x.Int8(t), _past8, step, y); break;
            case Scheme.Int8x16 when Windows: _integers!.Window(x.AllInt16, x.Steps, first, y); break;
            case Scheme.Int8x16: _integers!.Step(x.Int16(t), _past16, step, y); break;
            case var _ when Windows: _floats!.Window(x.AllFloats, x.Steps, first, y); break;
            default: _floats!.Step(x.Floats(t), _pastFloats, step, y); break;
        }

        Functions.Apply(layer.Function, y);
    }
}
