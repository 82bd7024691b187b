namespace EdgeLstm.Quantize.Search;

/// <summary>
/// How a model stands to the budget, by the samples that the choice is made on and the output that is nearest to its limit.
/// </summary>
/// <param name="Error">RMSE against the float model.</param>
/// <param name="Limit">What the budget allows: of <see cref="Growth"/> where there is one, else of <paramref name="Error"/>.</param>
/// <param name="OfLimit">What of it is used, sampling error included: up to 1 is inside the budget.</param>
readonly record struct Standing(double Error, double Limit, double OfLimit)
{
    /// <summary>By how much the RMSE against the truth is greater than the float model's, where the truth is known.</summary>
    public double? Growth { get; init; }

    public bool IsInside => OfLimit <= 1;

    /// <summary>What is held against the limit.</summary>
    public double Measured => Growth ?? Error;

    /// <summary>
    /// Of the budget, where two compressions add what each takes: errors against the float model add in squares, what the RMSE against a
    /// truth grows by does as it is.
    /// </summary>
    public double Spent => Growth is null ? OfLimit * OfLimit : OfLimit;
}
