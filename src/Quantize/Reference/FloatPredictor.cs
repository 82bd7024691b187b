using EdgeLstm.Quantize.Commands;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference;

/// <summary>A float network as the commands see a model.</summary>
public sealed class FloatPredictor(Network network) : IPredictor
{
    readonly FloatRunner runner = new(network);

    public string Name => network.Name;

    public IReadOnlyList<Channel> Inputs => network.Inputs;

    public IReadOnlyList<Channel> Outputs => network.Outputs;

    public int? Window => network.Window;

    public bool EveryStep => network.EveryStep;

    public bool Streams => true;

    public string? SourceSha256 => network.SourceSha256;

    public void Reset() => runner.Reset();

    public void Step(ReadOnlySpan<float> sample, Span<float> output) => runner.Step(sample, output);
}
