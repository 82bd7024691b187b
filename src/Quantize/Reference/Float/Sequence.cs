namespace EdgeLstm.Quantize.Reference.Float;

/// <summary>Samples in a row: [Steps, Width].</summary>
sealed class Sequence(int steps, int width)
{
    public float[] Values { get; } = new float[steps * width];

    public int Steps => steps;

    public int Width => width;

    public Span<float> this[int step] => Values.AsSpan(step * width, width);
}
