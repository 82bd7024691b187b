namespace EdgeLstm.Tool.Bench;

/// <summary>What many short runs of steps, windows or pushes took.</summary>
/// <param name="Nanoseconds">Each run's, by one of them, in rising order.</param>
/// <param name="Allocated">Bytes that they allocated.</param>
/// <param name="Count">Steps, windows or pushes.</param>
sealed record StepTimes(IReadOnlyList<double> Nanoseconds, long Allocated, long Count)
{
    public double Median => Nanoseconds[Nanoseconds.Count / 2];
}
