using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>
/// On the way to an attention pooling: the weights of its steps, softmax over time of <paramref name="Scores"/>; then the values, each step
/// times its weight. The sum over time makes it whole, and an <see cref="AttentionStage"/>.
/// </summary>
/// <param name="Values">What is weighted; null: nothing is yet.</param>
sealed record AttentionPieceStage(string Name, int Scores, int? Values, int Features)
    : Stage(Name, Values is int values ? [Scores, values] : [Scores], Features)
{
    public ModelException Refusal(string file) => new(ErrorCatalogue.UnsupportedStructure,
        Values is null ? "softmax over time whose weights are given out, or read by something else than a weighted sum over time"
            : "steps times the weights of softmax over time, without their sum over time",
        "attention pooling: the weights times the values of each step, summed over time",
        "give the sum alone as output, or train with the last step or the mean over time", file, Name);
}
