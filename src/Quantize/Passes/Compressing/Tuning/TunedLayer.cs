namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>How the weights of one LSTM layer come of what is trained.</summary>
abstract class TunedLayer(int inputs, int units)
{
    protected int Inputs => inputs;

    protected int HiddenSize => units;

    protected int Rows => 4 * units;

    /// <summary>Numbers that are trained in the place of W and U.</summary>
    public abstract int Count { get; }

    /// <summary>Where training starts.</summary>
    public abstract void Begin(Span<float> theta);

    public abstract void Weights(ReadOnlySpan<float> theta, Span<float> w, Span<float> u);

    /// <summary>The gradient of <paramref name="theta"/>, which it sets, from that of the weights.</summary>
    public abstract void Gradient(ReadOnlySpan<float> theta, ReadOnlySpan<float> w, ReadOnlySpan<float> u, Span<float> gradient);
}
