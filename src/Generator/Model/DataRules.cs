namespace EdgeLstm.Generator.Model;

/// <summary>
/// How a model's data were read when it was trained, so that what comes later reads them alike: from the ONNX file's metadata into the
/// network, the artifact and generated code.
/// </summary>
/// <param name="TrainedOn">What a training example was.</param>
/// <param name="Window">Samples of one, where it was a window; else 0.</param>
/// <param name="Group">The table's column that tells one machine from another; empty where there is none, or it is not known.</param>
/// <param name="Time">The table's column in whose order samples come; likewise.</param>
/// <param name="Missing">What stands for a value that is missing.</param>
sealed record DataRules(TrainedOn TrainedOn, int Window, string Group, string Time, MissingRule Missing)
{
    /// <summary>Of a model that says nothing.</summary>
    public static DataRules Unknown { get; } = new(TrainedOn.Unknown, 0, "", "", MissingRule.Centre);

    /// <summary>Samples of a window, where they are known: those of training, else what the graph declares.</summary>
    public int? WindowOr(int? declared) => TrainedOn == TrainedOn.Windows ? Window : declared;

    /// <summary>
    /// Samples of the window that a model was made for: of training, else what the graph declares, where that is more than a step; null
    /// where the state is carried on, or nobody knows.
    /// </summary>
    public int? MadeFor(int? declared) => TrainedOn switch
    {
        TrainedOn.Windows => Window,
        TrainedOn.Stream => null,
        _ => declared > 1 ? declared : null,
    };
}
