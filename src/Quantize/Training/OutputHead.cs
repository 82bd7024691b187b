namespace EdgeLstm.Quantize.Training;

/// <summary>
/// Outputs <paramref name="First"/> … <paramref name="First"/> + <paramref name="Count"/> − 1 of a network: what they say of one target.
/// </summary>
sealed record OutputHead(TaskKind Task, int First, int Count)
{
    /// <summary>What the head is trained by, where numbers have <paramref name="numbers"/>: classes have no choice.</summary>
    public LossKind Loss(LossKind numbers) => Task != TaskKind.Classification ? numbers : Count == 1 ? LossKind.BinaryCrossEntropy : LossKind.CrossEntropy;
}
