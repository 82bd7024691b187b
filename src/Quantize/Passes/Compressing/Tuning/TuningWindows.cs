using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>Calibration data as windows to train on, as the network sees them. Long ones are cut into pieces that overlap, each learned from reset.</summary>
static class TuningWindows
{
    /// <summary>A gradient through more steps costs memory and says little more.</summary>
    const int MinCut = 64, MaxCut = 256, CutPerWarmUp = 3;

    /// <summary>Pieces that hold a sample; and all of them, evenly chosen, at most.</summary>
    const int Overlap = 4, MaxPieces = 4000;

    const int FewestToPart = 20;
    const double HeldOutShare = 0.1;

    /// <summary>The windows, each with rows of its own.</summary>
    /// <param name="network">Whose channels' units the data have.</param>
    /// <param name="data">Samples.</param>
    /// <param name="warmUpSteps">A piece of a recording is a few of them long, so that most of its answers are those of a warm model.</param>
    /// <param name="outputs">Values of the read-out.</param>
    public static WindowSet<float> Of(Network network, Dataset data, int warmUpSteps, int outputs)
    {
        int steps = Length(network, data, warmUpSteps), features = data.Features;
        int[] from = [.. Enumerable.Range(0, data.Windows).SelectMany(window => Places(data.Length(window), steps).Select(at => (data.First(window) + at) * features))];
        if (steps < data.Steps && from.Length > MaxPieces)
            from = [.. Enumerable.Range(0, MaxPieces).Select(k => from[(int)((long)k * from.Length / MaxPieces)])];

        data = GapFilter.Filled(network, data).Data;
        int width = steps * features;
        var samples = new float[checked(from.Length * width)];
        for (int k = 0; k < samples.Length; k++)
        {
            var channel = network.Inputs[k % features];
            float x = (data.Values[from[k / width] + k % width] - channel.Mean) / channel.Scale;
            samples[k] = float.IsFinite(x) ? x : 0;
        }

        return new(steps, features, outputs, samples, [.. from.Select((_, k) => k * steps)], new float[from.Length * steps * outputs]) { Lengths = [.. from.Select(_ => steps)] };
    }

    /// <summary>Where pieces begin in a window of <paramref name="length"/> samples, none in one that is too short.</summary>
    static IEnumerable<int> Places(int length, int steps) =>
        Enumerable.Range(0, length < steps ? 0 : length == steps ? 1 : (length - steps) / (steps / Overlap) + 1).Select(piece => piece * (steps / Overlap));

    /// <summary>Those to learn from, and those to choose the epoch by: of few windows, the same.</summary>
    public static (int[] Train, int[] HeldOut) Part(WindowSet<float> windows, Dataset data, ulong seed)
    {
        int[] all = [.. Enumerable.Range(0, windows.Count)];
        int held = (int)(HeldOutShare * windows.Count);
        if (windows.Count < FewestToPart)
            return (all, all);
        // Pieces overlap those beside them, and so do windows that slide.
        if (windows.Steps < data.Steps || data.Starts is not null)
            return (all[..^(held + Math.Min(windows.Steps < data.Steps ? Overlap - 1 : windows.Steps - 1, windows.Count / 2))], all[^held..]);
        new SeededRandom(seed).Shuffle<int>(all);
        return (all[held..], all[..held]);
    }

    /// <summary>The first step of a window whose answer counts: of a network that answers once, and of a piece that starts without the state which the recording had there, after half of it.</summary>
    public static int FirstAnswer(Network network, Dataset data, int warmUpSteps) =>
        Length(network, data, warmUpSteps) is var steps && (!network.EveryStep || steps < data.Steps) ? steps / 2 : 0;

    static int Length(Network network, Dataset data, int warmUpSteps) =>
        network.Window is not null ? data.Steps : Math.Min(data.Steps, Math.Clamp(CutPerWarmUp * warmUpSteps, MinCut, MaxCut));
}
