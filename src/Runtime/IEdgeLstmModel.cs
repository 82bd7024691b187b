namespace EdgeLstm;

/// <summary>
/// What every generated model says of itself: for hosts, tests and health pages that are written once, for any model. Members are static:
/// a model's class has constants, and its streams have their own states.
/// </summary>
public interface IEdgeLstmModel
{
    /// <summary>The model's name.</summary>
    static abstract string ModelName { get; }

    /// <summary>SHA-256 of the artifact's lines, lower-case hex: which model this is.</summary>
    static abstract string ArtifactSha256 { get; }

    /// <summary>Samples after a reset until a prediction means something.</summary>
    static abstract int WarmUpSteps { get; }

    /// <summary>Samples in the windows that the model was trained on, or that its graph declares; 0 where neither is known.</summary>
    static abstract int Window { get; }

    /// <summary>What the values of a sample are, in their order. Allocates once.</summary>
    static abstract ReadOnlySpan<ChannelInfo> Inputs { get; }

    /// <summary>What the values of an output are, in their order. Allocates once.</summary>
    static abstract ReadOnlySpan<ChannelInfo> Outputs { get; }

    /// <summary>Packs the weights now; else the first step or window does. Call it once.</summary>
    static abstract void Prepare();
}
