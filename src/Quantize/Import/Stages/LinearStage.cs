namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>W [O, I]; Bias [O], or null while an Add behind a MatMul may still give it.</summary>
sealed record LinearStage(string Name, int Source, float[] W, float[]? Bias, int Outputs) : Stage(Name, [Source], Outputs)
{
    public int Inputs => W.Length / Outputs;

    /// <summary>Which of the source's features its own are, where it does nothing else; else null.</summary>
    public int[]? Picks { get; init; }
}
