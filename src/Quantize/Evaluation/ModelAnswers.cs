using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>What the user says of a trained model that its file does not, and who is told what was guessed instead.</summary>
/// <param name="Forward">What forward() does, for files of weights alone; null where it was not said.</param>
/// <param name="Guessed">Is given a sentence for the user.</param>
sealed record ModelAnswers(string? Forward, Action<string> Guessed)
{
    public static ModelAnswers None { get; } = new(null, _ => { });

    /// <summary>
    /// What forward() did when the artifact beside it was made, for a model that is read as it was then; null where there is none. Asked
    /// for where <see cref="Forward"/> is null.
    /// </summary>
    public Func<string?> Recorded { get; init; } = () => null;

    /// <summary>The network, after its guess was told.</summary>
    public Network Heard(Network network)
    {
        if (network.Guess is { } guess)
            Guessed(guess);
        return network;
    }
}
