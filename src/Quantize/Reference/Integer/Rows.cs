using EdgeLstm.Generator.Model;

namespace EdgeLstm.Quantize.Reference.Integer;

/// <summary>A value of every step: as floats, and as units where somebody reads those.</summary>
sealed class Rows(Scheme scheme, int width)
{
    readonly int _padded = CellShape.Padded(width);
    float[] _floats = [];
    sbyte[] _int8 = [];
    short[] _int16 = [];

    public int Width => width;

    public int Steps { get; private set; }

    public void Resize(int steps)
    {
        if (steps == Steps)
            return;
        Steps = steps;
        _floats = new float[steps * width];
        _int8 = new sbyte[scheme == Scheme.Int8 ? steps * _padded : 0];
        _int16 = new short[scheme == Scheme.Int8x16 ? steps * _padded : 0];
    }

    public Span<float> AllFloats => _floats;

    public Span<sbyte> AllInt8 => _int8;

    public Span<short> AllInt16 => _int16;

    public Span<float> Floats(int step) => _floats.AsSpan(Row(step) * width, width);

    public Span<sbyte> Int8(int step) => _int8.AsSpan(Row(step) * _padded, _padded);

    public Span<short> Int16(int step) => _int16.AsSpan(Row(step) * _padded, _padded);

    /// <summary>Copies one step of another value, in every form.</summary>
    public void Copy(Rows source, int from, int to)
    {
        source.Floats(from).CopyTo(Floats(to));
        if (scheme == Scheme.Int8)
            source.Int8(from).CopyTo(Int8(to));
        else if (scheme == Scheme.Int8x16)
            source.Int16(from).CopyTo(Int16(to));
    }

    // A single step stands beside each of another value's.
    int Row(int step) => Steps == 1 ? 0 : step;
}
