namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// Values of one block of samples over time: at each step [rows][lanes], a row for each feature and a lane for each sample. A step's rows
/// are padded to whole panels, and what stands in the padding has no meaning. A sequence is a view: several may look at the same memory,
/// and one may run through it backwards.
/// </summary>
readonly struct Sequence<T>
    where T : unmanaged
{
    readonly AlignedArray<T> _memory;
    readonly int _first;

    Sequence(AlignedArray<T> memory, int first, int stride, int steps, int rows, int lanes)
    {
        (_memory, _first) = (memory, first);
        (Stride, Steps, Rows, Lanes) = (stride, steps, rows, lanes);
    }

    /// <summary>Zeroed memory of its own.</summary>
    public Sequence(int steps, int rows, int lanes)
        : this(new AlignedArray<T>(steps * Padded(rows) * lanes), 0, Padded(rows) * lanes, steps, rows, lanes)
    {
    }

    public int Steps { get; }

    public int Rows { get; }

    public int Lanes { get; }

    /// <summary>Values from one step to the next; negative where the view runs backwards.</summary>
    public int Stride { get; }

    /// <summary>Step <paramref name="t"/>, [rows][lanes].</summary>
    public Span<T> this[int t] => _memory.Span.Slice(_first + t * Stride, Rows * Lanes);

    public ref T At(int t) => ref _memory[_first + t * Stride];

    /// <summary>Last step first.</summary>
    public Sequence<T> Reversed() => new(_memory, _first + (Steps - 1) * Stride, -Stride, Steps, Rows, Lanes);

    /// <summary>Steps <paramref name="from"/> to <paramref name="from"/> + <paramref name="count"/> − 1.</summary>
    public Sequence<T> Slice(int from, int count) => new(_memory, _first + from * Stride, Stride, count, Rows, Lanes);

    /// <summary>The rows <paramref name="from"/> to <paramref name="from"/> + <paramref name="count"/> − 1 of every step.</summary>
    public Sequence<T> SliceRows(int from, int count) => new(_memory, _first + from * Lanes, Stride, Steps, count, Lanes);

    /// <summary>Zeroes all of the memory that this view, or another one, looks at.</summary>
    public void Clear() => _memory.Span.Clear();

    static int Padded(int rows) => (rows + PackedMatrix<T>.PanelRows - 1) / PackedMatrix<T>.PanelRows * PackedMatrix<T>.PanelRows;
}
