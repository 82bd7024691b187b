namespace EdgeLstm.Quantize.Graph;

/// <summary>One layer of a <see cref="Network"/>.</summary>
public abstract record Layer
{
    /// <summary>The source graph's node name, for reports and errors.</summary>
    public required string Name { get; init; }

    /// <summary>Index of the layer that this one reads, or −1 for the network's input.</summary>
    public required int Source { get; init; }

    public abstract int Inputs { get; }

    public abstract int Outputs { get; }

    /// <summary>Trained parameters.</summary>
    public abstract long Parameters { get; }

    /// <summary>Multiply-accumulates in one step.</summary>
    public abstract long MultiplyAccumulates { get; }
}
