using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// A centre and a step per input, so that channels of different magnitude each use the whole range. int8 spends it on the calibrated range;
/// int16 has room for twice as much.
/// </summary>
static class InputRanges
{
    /// <summary>
    /// The channels of the artifact, in the user's units, and what their activation units mean to the network; <paramref name="oneStep"/>
    /// gives all the step of the widest.
    /// </summary>
    public static (List<InputChannel> Channels, ActivationScale Scale, List<string> Notes) Choose(
        IReadOnlyList<Channel> inputs, CalibrationStatistics statistics, Scheme scheme, bool oneStep = false)
    {
        var notes = new List<string>();
        var channels = new List<InputChannel>();
        var (centres, steps) = (new double[inputs.Count], new double[inputs.Count]);
        double fallback = MinHalfRange(statistics), widest = WidestHalfRange(statistics);
        for (int k = 0; k < inputs.Count; k++)
        {
            var channel = inputs[k];
            double min = statistics.InputMin[k], max = statistics.InputMax[k];
            bool seen = min <= max;
            double centre = seen ? (min + max) / 2 : 0, half = seen ? (max - min) / 2 : 0;
            if (IsConstant(half, centre))
            {
                half = fallback;
                notes.Add($"input '{channel.Name}' {(seen ? "is constant" : "has no finite value")} in the calibration data: what is farther than {(scheme == Scheme.Int8 ? half : 2 * half) * Math.Abs(channel.Scale):g3} from {(seen ? "that" : "its mean")} is cut off");
            }

            // Floats are what the artifact holds: the network's weights are scaled by what the rounded constants really mean.
            float userCentre, userInverse;
            if (scheme == Scheme.Float32)
            {
                (userCentre, userInverse) = (channel.Mean, 1 / channel.Scale);
            }
            else
            {
                // A hair more than the range, or what rounds in float32 would count its ends as saturated.
                double rounding = 3e-7 * (Math.Abs(channel.Mean / (double)channel.Scale) + Math.Abs(centre) + half);
                if (oneStep)
                    half = widest;
                double step = scheme == Scheme.Int8 ? (half + rounding) / 127 : 2 * half / 16384;
                userCentre = (float)(channel.Mean + channel.Scale * centre);
                userInverse = (float)(1 / (channel.Scale * step));
            }

            centres[k] = ((double)userCentre - channel.Mean) / channel.Scale;
            steps[k] = 1 / ((double)userInverse * channel.Scale);
            channels.Add(new(channel.Name, channel.Unit, channel.Mean, channel.Scale, userCentre, userInverse));
        }

        return (channels, new(centres, steps), notes);
    }

    // A range of a few rounding errors is none, nor is one whose step has no inverse among the floats; a channel never seen has a centre
    // that is NaN.
    static bool IsConstant(double half, double centre) => !(half > Math.Max(1e-6 * Math.Abs(centre), 1e-30));

    static double WidestHalfRange(CalibrationStatistics statistics) =>
        Math.Max(1e-30, statistics.InputMin.Zip(statistics.InputMax, (min, max) => min <= max ? ((double)max - min) / 2 : 0).Max());

    // A constant channel says nothing of its range; the narrowest of the others cannot coarsen any row's weights.
    static double MinHalfRange(CalibrationStatistics statistics)
    {
        double smallest = double.PositiveInfinity;
        for (int k = 0; k < statistics.InputMin.Length; k++)
        {
            double half = ((double)statistics.InputMax[k] - statistics.InputMin[k]) / 2;
            if (!IsConstant(half, ((double)statistics.InputMax[k] + statistics.InputMin[k]) / 2))
                smallest = Math.Min(smallest, half);
        }

        return double.IsPositiveInfinity(smallest) ? 1 : smallest;
    }
}
