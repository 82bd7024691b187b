namespace EdgeLstm;

/// <summary>A generated model that reads ahead, and so takes whole windows.</summary>
/// <typeparam name="TSelf">The model's class.</typeparam>
public interface IWindowModel<TSelf> : IEdgeLstmModel
    where TSelf : IWindowModel<TSelf>
{
    /// <summary>Samples that a window has at least.</summary>
    static abstract int MinSamples { get; }

    /// <summary>Bytes of workspace that a window of some samples takes.</summary>
    static abstract int WorkspaceFor(int samples);

    /// <summary>Values that a window of some samples gives.</summary>
    static abstract int OutputsFor(int samples);

    /// <summary>Takes one window. Allocates nothing after <see cref="IEdgeLstmModel.Prepare"/>.</summary>
    /// <param name="window">Samples one after the other, as many values each as there are inputs.</param>
    /// <param name="output"><see cref="OutputsFor"/> values.</param>
    /// <param name="workspace"><see cref="WorkspaceFor"/> bytes or more, of any content.</param>
    /// <returns>How many input values were cut off or could not be used as they came.</returns>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    static abstract int Predict(ReadOnlySpan<float> window, Span<float> output, Span<byte> workspace);
}
