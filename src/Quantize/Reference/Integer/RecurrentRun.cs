using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

/// <summary>A recurrent layer with its state.</summary>
abstract class RecurrentRun : LayerRun
{
    readonly ArtifactRecurrent _layer;

    /// <param name="hidden">Elements of h, padded.</param>
    /// <param name="cell">Elements of c, padded; 0 where there is none.</param>
    protected RecurrentRun(ModelArtifact model, int index, ArtifactRecurrent layer, int hidden, int cell)
        : base(model, index)
    {
        _layer = layer;
        (Int8, Int16, Floats) = (new sbyte[Scheme == Scheme.Int8 ? hidden : 0], new short[Scheme == Scheme.Int8x16 ? hidden : 0], new float[Scheme == Scheme.Float32 ? hidden : 0]);
        (Cell, FloatCell) = (new short[Scheme == Scheme.Float32 ? 0 : cell], new float[Scheme == Scheme.Float32 ? cell : 0]);
    }

    public override bool Reverse => _layer.Reverse;

    public sbyte[] Int8 { get; }

    public short[] Int16 { get; }

    public float[] Floats { get; }

    public short[] Cell { get; }

    public float[] FloatCell { get; }

    /// <summary>The hidden state as units, widened.</summary>
    public int[] Units => Scheme == Scheme.Int8 ? Array.ConvertAll(Int8, v => (int)v) : Array.ConvertAll(Int16, v => (int)v);

    /// <summary>Steps since the last reset in which a state was cut off, and initial values that were.</summary>
    public long SaturatedStates { get; private set; }

    /// <summary>Elements of the hidden state as the artifact's initial state has them.</summary>
    protected virtual int InitialHidden => _layer.Outputs;

    public override void Reset()
    {
        SaturatedStates = 0;
        foreach (Array array in (Array[])[Int8, Int16, Floats, Cell, FloatCell])
            Array.Clear(array);
        if (_layer.Initial.Length == 0)
            return;
        var h = Scheme switch
        {
            Scheme.Int8 => MemoryMarshal.AsBytes(Int8.AsSpan()),
            Scheme.Int8x16 => MemoryMarshal.AsBytes(Int16.AsSpan()),
            _ => MemoryMarshal.AsBytes(Floats.AsSpan()),
        };
        int bytes = InitialHidden * Scheme switch { Scheme.Int8 => 1, Scheme.Int8x16 => 2, _ => 4 };
        _layer.Initial.AsSpan(0, bytes).CopyTo(h);
        _layer.Initial.AsSpan(bytes).CopyTo(Scheme == Scheme.Float32 ? MemoryMarshal.AsBytes(FloatCell.AsSpan()) : MemoryMarshal.AsBytes(Cell.AsSpan()));
    }

    /// <summary>Puts a part of the initial state that the caller gives.</summary>
    public void Begin(bool isCell, ReadOnlySpan<float> values)
    {
        float units = _layer.HiddenScale, cellUnits = 1 / _layer.CellStep;
        switch (Scheme)
        {
            case Scheme.Float32: values.CopyTo(isCell ? FloatCell : Floats); return;
            case Scheme.Int8 when !isCell: SaturatedStates += Quantizer.Quantize(values, units, Int8); break;
            case Scheme.Int8x16 when !isCell: SaturatedStates += Quantizer.Quantize(values, units, Int16); break;
        }

        if (isCell || _layer.KeepsOutputTwice(Scheme))
            SaturatedStates += Elements.QuantizeCell(values, cellUnits, Cell);
    }

    public override void Step(IReadOnlyList<Rows> sources, int t, long step)
    {
        var x = sources[0];
        var y = Output.Floats(t);
        switch (Scheme)
        {
            case Scheme.Int8:
                Count(Step(x.Int8(t)));
                Int8.AsSpan(0, Output.Int8(t).Length).CopyTo(Output.Int8(t));
                Quantizer.Dequantize(Int8, 1f / _layer.HiddenScale, y);
                break;
            case Scheme.Int8x16:
                Count(Step(x.Int16(t)));
                Int16.AsSpan(0, Output.Int16(t).Length).CopyTo(Output.Int16(t));
                Quantizer.Dequantize(Int16, 1f / _layer.HiddenScale, y);
                break;
            default:
                Step(x.Floats(t));
                Floats.AsSpan(0, y.Length).CopyTo(y);
                break;
        }
    }

    void Count(bool isCut) => SaturatedStates += isCut ? 1 : 0;

    protected abstract bool Step(ReadOnlySpan<sbyte> x);

    protected abstract bool Step(ReadOnlySpan<short> x);

    protected abstract void Step(ReadOnlySpan<float> x);
}
