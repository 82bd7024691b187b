using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference;

/// <summary>
/// Runs a <see cref="Network"/> in float32, sample by sample, in the user's units. It is what quantized networks are compared with, and
/// lives on the development machine only: its transcendentals differ by an ulp or two between platforms.
/// </summary>
public sealed class FloatRunner
{
    readonly Network network;
    readonly float[] input;
    readonly LayerState[] layers;

    public FloatRunner(Network network)
    {
        this.network = network;
        input = new float[network.Inputs.Count];
        layers = [.. network.Layers.Select(layer => new LayerState(layer))];
        Reset();
    }

    /// <summary>Called for each layer at each step, in evaluation order.</summary>
    public LayerObserver? Observer { get; set; }

    public Network Network => network;

    /// <summary>Back to the initial states.</summary>
    public void Reset()
    {
        foreach (var layer in layers)
            layer.Reset();
    }

    /// <summary>One <paramref name="sample"/> [F] in, the <paramref name="output"/> [O] at this step out; the states carry on.</summary>
    public void Step(ReadOnlySpan<float> sample, Span<float> output)
    {
        if (sample.Length != input.Length || output.Length != network.Outputs.Count)
            throw new ArgumentException($"The network takes {input.Length} and gives {network.Outputs.Count} values a step.");
        for (int i = 0; i < input.Length; i++)
            input[i] = (sample[i] - network.Inputs[i].Mean) / network.Inputs[i].Scale;

        for (int i = 0; i < layers.Length; i++)
        {
            int source = network.Layers[i].Source;
            ReadOnlySpan<float> x = source < 0 ? input : layers[source].Output;
            layers[i].Step(x);
            Observer?.Invoke(i, x, layers[i].Sums, layers[i].Cell, layers[i].Output);
        }

        int at = 0;
        foreach (int head in network.Heads)
            foreach (float value in layers[head].Output)
            {
                output[at] = value * network.Outputs[at].Scale + network.Outputs[at].Mean;
                at++;
            }
    }

    /// <summary>
    /// A <paramref name="window"/> [T, F] from reset. Returns the output [O] of the last step; <paramref name="everyStep"/> [T, O], unless
    /// empty, receives all.
    /// </summary>
    public float[] Run(ReadOnlySpan<float> window, Span<float> everyStep = default)
    {
        int features = input.Length;
        if (window.Length % features != 0)
            throw new ArgumentException($"A window of {window.Length} values is not made of samples of {features}.");
        Reset();
        var output = new float[network.Outputs.Count];
        for (int step = 0; step < window.Length / features; step++)
        {
            Step(window.Slice(step * features, features), output);
            if (!everyStep.IsEmpty)
                output.CopyTo(everyStep[(step * output.Length)..]);
        }
        return output;
    }
}
