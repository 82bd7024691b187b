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
        if (SumsUp(layer))
        {
            yield return $"layer '{layer.Name}': nothing bounds its cell state; calibration saw {maxCell:g3}, and it saturates at {32767 * artifact.CellStep:g3}. "
                + "A stream that runs longer than the calibration data may get there (State.SaturatedStates counts it): reset it as training did";
        }
    }

    /// <summary>Without a forget gate, or with a candidate that has no bound, c is a sum.</summary>
    public static bool SumsUp(RecurrentLayer layer) =>
        layer.Cell is LstmCell cell && ((!cell.HasForgetGate && !cell.Coupled)
            || double.IsPositiveInfinity(cell.Candidate.Bound));

    /// <summary>
    /// Whether a state may grow for as long as the cell runs: training reset it, and a longer run than a window's says nothing.
    /// </summary>
    public static bool HasNoEnd(RecurrentLayer layer) => SumsUp(layer) || (layer.Cell switch
    {
        ElmanCell cell => [cell.Activation],
        JordanCell cell => [cell.Hidden],
        GruCell cell => [cell.UpdateGate, cell.ResetGate, cell.Candidate],
        LstmCell cell => new[] { cell.InputGate, cell.ForgetGate, cell.OutputGate }.OfType<ScalarFunction>(),
        _ => Enumerable.Empty<ScalarFunction>(),
    }).Any(function => double.IsPositiveInfinity(function.Bound));
}
