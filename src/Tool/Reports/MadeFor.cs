using EdgeLstm.Generator.Model;

namespace EdgeLstm.Tool.Reports;

/// <summary>What a model was made for, and so which member of its generated class answers as in training.</summary>
/// <param name="Declared">Samples of the windows that the graph declares.</param>
/// <param name="CanStream">The class has <c>Step</c>.</param>
sealed record MadeFor(DataRules Rules, int? Declared, bool CanStream)
{
    public MadeFor(ModelArtifact model)
        : this(model.Rules, model.Window, model.CanStream)
    {
    }

    // A one-step export says nothing of its training.
    bool DeclaresWindows => Declared > 1;

    /// <summary>What it was trained on, for a line of a report.</summary>
    public Fact Fact => new("trainedOn", "trained on", Rules.TrainedOn switch
    {
        TrainedOn.Windows => new ReportCell($"windows {Rules.Window}", $"windows of {Rules.Window} samples: SlidingWindow or Predict"),
        TrainedOn.Stream => new ReportCell("stream", "a stream, with the state carried on: Step"),
        _ => new ReportCell(null, "not said by the file: " + Guess.TrimEnd(',')),
    });

    /// <summary>What to call, for a line that says what to do next.</summary>
    public string Call => Rules.TrainedOn switch
    {
        TrainedOn.Windows => $"call SlidingWindow in your code: the model was trained on windows of {Rules.Window} samples",
        TrainedOn.Stream => "call Step in your code: the model was trained with its state carried on",
        _ => $"call {Guess} in your code: the file does not say what it was trained on",
    };

    string Guess => !CanStream ? "SlidingWindow or Predict"
        : DeclaresWindows ? $"SlidingWindow (its graph declares windows of {Declared} samples), or Step if training carried the state on,"
        : "Step if training carried the state on, or SlidingWindow if it saw windows,";
}
