namespace EdgeLstm.Quantize.Import.Values;

/// <summary>
/// An indivisible axis of a computed value: axis 0, 1, … of the graph's input, or the features of a layer. Size −1 is free.
/// Whether an input axis is time, batch or features is learnt when an LSTM reads it (<see cref="Roles"/>), never guessed.
/// </summary>
readonly record struct Atom(int Axis, long Size)
{
    public const int Feature = -1;

    public static Atom Features(long size) => new(Feature, size);

    public Dim Dim => Size >= 0 ? new(Size) : Dim.Free(Axis);
}
