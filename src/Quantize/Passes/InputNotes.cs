using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>What a user should know of the inputs that a model was calibrated on.</summary>
static class InputNotes
{
    const float Far = 20;

    /// <summary>
    /// A network is trained on inputs of about −3 to 3: far from there, the data are likely in other units than the model's.
    /// </summary>
    public static IEnumerable<string> FarFromNormal(Network network, CalibrationStatistics statistics)
    {
        for (int k = 0; k < network.Inputs.Count; k++)
            if (Math.Max(Math.Abs(statistics.InputMin[k]), Math.Abs(statistics.InputMax[k])) is > Far and < float.PositiveInfinity)
                yield return FormattableString.Invariant($"input '{network.Inputs[k].Name}' reaches the network as {statistics.InputMin[k]:g4} … {statistics.InputMax[k]:g4}: are the calibration data in the model's units? (--units user: in the schema's)");
    }
}
