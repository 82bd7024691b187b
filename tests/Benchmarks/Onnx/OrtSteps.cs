using System.Diagnostics;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Benchmarks.Onnx;

/// <summary>Steps of a network in ONNX Runtime, over the samples that the generated class is given.</summary>
sealed class OrtSteps(OrtLibrary library, Network network, int stepsPerCall, float[] samples)
{
    readonly OrtModel _model = new(library, network, stepsPerCall);
    readonly int _callLength = stepsPerCall * network.Inputs.Count;

    public float Output => _model.Output[0];

    /// <summary>Goes on from where the last run ended, with the first sample.</summary>
    /// <param name="steps">Rounded up to whole calls.</param>
    /// <returns>Ticks of <see cref="Stopwatch"/>, for so many steps.</returns>
    public long Run(int steps)
    {
        int calls = (steps + stepsPerCall - 1) / stepsPerCall;
        long start = Stopwatch.GetTimestamp();
        for (int call = 0, at = 0; call < calls; call++)
        {
            _model.Run(samples.AsSpan(at, _callLength));
            at = at + 2 * _callLength > samples.Length ? 0 : at + _callLength;
        }

        return (Stopwatch.GetTimestamp() - start) * steps / (calls * stepsPerCall);
    }
}
