using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>A model whose answers can be worked out by hand: the sum of all inputs since reset, and an error that a test chooses.</summary>
sealed class Accumulator(int features = 1, float error = 0) : IPredictor
{
    float _sum;

    public string Name => "accumulator";

    public IReadOnlyList<Channel> Inputs { get; init; } = Enumerable.Range(0, features).Select(i => new Channel($"x[{i}]")).ToArray();

    public IReadOnlyList<Channel> Outputs { get; init; } = [new("sum", "u")];

    public int? Window { get; init; }

    public bool EveryStep { get; init; }

    public bool Streams { get; init; } = true;

    public long SaturatedInputs { get; private set; }

    /// <summary>What a value that is not a number is taken as.</summary>
    public float? Missing { get; init; }

    public List<float> Seen { get; } = [];

    public float StandIn(int input, float value) => Missing ?? value;

    public void Reset() => (_sum, SaturatedInputs) = (0, 0);

    public void Step(ReadOnlySpan<float> sample, Span<float> output)
    {
        foreach (float given in sample)
        {
            float value = Missing is { } missing && float.IsNaN(given) ? missing : given;
            Seen.Add(value);
            _sum += value;
            SaturatedInputs += Math.Abs(value) > 100 ? 1 : 0;
        }

        output[0] = _sum + error;
    }
}
