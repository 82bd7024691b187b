namespace EdgeLstm.Quantize.Reference.Interpreter;

/// <summary>Where a program is.</summary>
sealed class Position
{
    /// <summary>The step of the loop, which the generated code calls t; 0 in a stream.</summary>
    public int Step { get; set; }

    /// <summary>Samples of the window; 1 in a stream.</summary>
    public int Samples { get; set; } = 1;

    /// <summary>The number of the stream's sample, from 1.</summary>
    public long Sample { get; set; }

    /// <summary>Rows of outputs that a window gives; 1 in a stream.</summary>
    public int OutputRows { get; set; } = 1;
}
