using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// Convolution over time: y_t = a(Σ_k W_k x[t·stride − before + k·dilation] + b), where samples outside of the window are 0. Grouped
/// convolutions have zeros in W.
/// </summary>
sealed record ConvLayer : Layer
{
    /// <summary>[O, K, I] row-major, oldest sample first: a dense layer over K samples side by side.</summary>
    public required float[] W { get; init; }

    /// <summary>[O].</summary>
    public required float[] Bias { get; init; }

    public required Activation Activation { get; init; }

    /// <summary>K, the samples that one output is made of.</summary>
    public required int Kernel { get; init; }

    public int Dilation { get; init; } = 1;

    public int Stride { get; init; } = 1;

    /// <summary>Zero samples put before the window.</summary>
    public int PadBefore { get; init; }

    /// <summary>Zero samples put behind it.</summary>
    public int PadAfter { get; init; }

    /// <summary>Weights [O, I/groups, K], as ONNX and PyTorch keep them, as <see cref="W"/>: zeros for features of other groups.</summary>
    public static float[] Taps(ReadOnlySpan<float> weights, int outputs, int kernel, int groups)
    {
        int inputs = weights.Length / outputs / kernel;
        var taps = new float[weights.Length * groups];
        for (int output = 0; output < outputs; output++)
            for (int input = 0; input < inputs; input++)
                for (int tap = 0; tap < kernel; tap++)
                {
                    int feature = output / (outputs / groups) * inputs + input;
                    taps[(output * kernel + tap) * inputs * groups + feature] = weights[(output * inputs + input) * kernel + tap];
                }
        return taps;
    }

    /// <summary>Samples from the oldest to the newest that one output sees, less one.</summary>
    public int Span => (Kernel - 1) * Dilation;

    public override string Title => Activation.Behind($"convolution over {Kernel}");

    public override int Inputs => W.Length / Outputs / Kernel;

    public override int Outputs => Bias.Length;

    public override long Parameters => W.Length + Bias.Length;

    public override long MultiplyAccumulates => W.Length;

    /// <summary>Causal padding: all zeros come before.</summary>
    public override bool Streams => Stride == 1 && PadBefore == Span && PadAfter == 0;

    public override int Steps(int steps) =>
        steps + PadBefore + PadAfter <= Span ? 0 : (steps + PadBefore + PadAfter - Span - 1) / Stride + 1;

    /// <summary>Without its constants.</summary>
    internal override ArtifactLayer ToArtifact() =>
        new ArtifactConv(Header, Kernel, Dilation, Stride, PadBefore, PadAfter, Activation.ToArtifact());
}
