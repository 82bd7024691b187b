namespace EdgeLstm;

/// <summary>A generated model that takes one sample after the other.</summary>
/// <typeparam name="TSelf">The model's class.</typeparam>
/// <typeparam name="TState">What it remembers of one stream; <c>default</c> is a reset state.</typeparam>
/// <typeparam name="TSample">One float for each of <see cref="IEdgeLstmModel.Inputs"/>, and nothing else.</typeparam>
/// <typeparam name="TOutput">One float for each of <see cref="IEdgeLstmModel.Outputs"/>, and nothing else.</typeparam>
public interface IStreamingModel<TSelf, TState, TSample, TOutput> : IEdgeLstmModel
    where TSelf : IStreamingModel<TSelf, TState, TSample, TOutput>
    where TState : struct, IModelState<TState>
    where TSample : unmanaged
    where TOutput : unmanaged
{
    /// <summary>Bytes of a snapshot of a state.</summary>
    static abstract int SnapshotBytes { get; }

    /// <summary>Takes one sample and gives the prediction after it. Allocates nothing after <see cref="IEdgeLstmModel.Prepare"/>.</summary>
    /// <param name="state">Advanced by one sample.</param>
    /// <param name="sample">In the user's units.</param>
    static abstract TOutput Step(ref TState state, in TSample sample);

    /// <summary>The same with spans.</summary>
    /// <param name="state">Advanced by one sample.</param>
    /// <param name="sample">As many values as there are inputs.</param>
    /// <param name="output">As many values as there are outputs.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    static abstract void Step(ref TState state, ReadOnlySpan<float> sample, Span<float> output);
}
