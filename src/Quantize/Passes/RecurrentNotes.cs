using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>What a user should know of a recurrent layer in integers.</summary>
static class RecurrentNotes
{
    public static IEnumerable<string> Of(RecurrentLayer layer, ArtifactRecurrent artifact, Scheme scheme, double maxCell)
    {
        double most = (scheme == Scheme.Int8 ? 127 : 16384) / (double)artifact.HiddenScale;
        if (layer.InitialH.Any(h => Math.Abs(h) > most * 1.0001))
            yield return $"layer '{layer.Name}': the initial hidden state is cut off at {most:g3}, which no later one can pass";
        if (layer.Cell.SumsUp)
        {
            yield return $"layer '{layer.Name}': nothing bounds its cell state; calibration saw {maxCell:g3}, and it saturates at {32767 * artifact.CellStep:g3}. "
                + "A stream that runs longer than the calibration data may get there (State.SaturatedStates counts it): reset it as training did";
        }
    }
}
