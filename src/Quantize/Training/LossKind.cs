namespace EdgeLstm.Quantize.Training;

/// <summary>
/// What training makes small. Each is a mean over the batch, and over the outputs where there are several numbers to predict.
/// </summary>
public enum LossKind
{
    /// <summary>(y − t)².</summary>
    SquaredError,

    /// <summary>½ d² up to |d| = 1 and |d| − ½ beyond, in units of the targets' scale (Huber 1964).</summary>
    Huber,

    /// <summary>
    /// The PHM08 challenge's score: e^(−d/13) − 1 where the answer is early, e^(d/10) − 1 where it is late, d in the target's own unit;
    /// straight lines beyond 60, so that a new network's gradient is finite.
    /// </summary>
    Phm08,

    /// <summary>−t log σ(y) − (1 − t) log(1 − σ(y)).</summary>
    BinaryCrossEntropy,

    /// <summary>−log softmax(y)[class]; targets are 1 for the class and 0 for the others.</summary>
    CrossEntropy,
}
