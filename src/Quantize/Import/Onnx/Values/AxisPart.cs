namespace EdgeLstm.Quantize.Import.Onnx.Values;

/// <summary>
/// An indivisible axis of a computed value: axis 0, 1, … of the graph's input, a time axis that a layer made of another (numbered on from there),
/// or the channels: the features of a layer, and in front of them several layers or directions. Size −1 is free.
/// Whether an input axis is time, batch or features is learnt when a layer reads it (<see cref="Roles"/>), never guessed.
/// </summary>
readonly record struct AxisPart(int Axis, long Size)
{
    public const int Feature = -1;

    /// <summary>Values of the same width that stand one behind the other, as the directions in Y, and the layers in PyTorch's h_n.</summary>
    public const int Layer = -2;

    /// <summary>The batch of a graph input that gives initial states.</summary>
    public const int StateBatch = -3;

    public static AxisPart Features(long size) => new(Feature, size);

    public static AxisPart Layers(long count) => new(Layer, count);

    public Dim Dim => Size >= 0 ? new(Size) : Dim.Free(Axis);
}
