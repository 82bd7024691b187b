using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>
/// The weights of one quantized LSTM layer, packed for the vector kernels, and its step. Immutable after construction: any number of
/// threads may step different states over one instance. Steps allocate nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public sealed unsafe partial class LstmLayer
{
    const int MaxColumns = 8192; // a step holds copies of its activations on the stack
    const int MaxRank = Scratch.Blocks * Panel.Rows;

    readonly AlignedMemory _cell;
    readonly CellPanels _product; // a block's four gates are a panel
    readonly CellPanels? _projection; // to t, of a layer of low rank
    readonly GatheredColumns? _columns; // of a layer whose gates do not read all of [x, h]
    readonly Kernel _kernel; // that the panels are packed for
    readonly byte* _constants, _panels; // of the two
    readonly int _paddedInputs, _paddedUnits, _paddedRank, _rank, _xTiles, _hTiles, _blocks;
    readonly bool _hasBinaryGates, _isOther, _isInt8Only, _hiddenCanSaturate;

    /// <summary>Packs a layer of full rank with int8 weights. Rows are gate-major: [i, f, g, o][units].</summary>
    /// <param name="inputs">I, features of a sample.</param>
    /// <param name="hiddenSize">H, hidden units, at least 1.</param>
    /// <param name="data">
    /// The layer's constants in this order: multiplier [4·H] float, bias [4·H] int, shift [4·H] byte, W [4·H, I] sbyte, U [4·H, H] sbyte.
    /// A row's pre-activation is round((((bias + W·x) &lt;&lt; shift) + U·h) · multiplier), in Q13 of x for g and of x/2 for i, f and o.
    /// </param>
    /// <param name="cellBits">Fraction bits of the int16 cell state: 8 to 13.</param>
    /// <param name="hiddenScale">Activation units of h = 1: 127 or more for int8, 16384 for int16.</param>
    /// <param name="binaryGates">The input and forget gates are 1 where their pre-activation is 0 or more, else 0; false: sigmoids.</param>
    public LstmLayer(int inputs, int hiddenSize, ReadOnlySpan<byte> data, int cellBits, short hiddenScale, bool binaryGates = false)
        : this(inputs, hiddenSize, 0, data, cellBits, hiddenScale, KernelChoice.Current, binaryGates)
    {
    }

    /// <summary>Packs a compressed layer: its rows are unpacked here, once, so that a step costs what int8 weights cost, or less.</summary>
    /// <param name="inputs">I, features of a sample.</param>
    /// <param name="hiddenSize">H, hidden units, at least 1.</param>
    /// <param name="rank">
    /// K: the gates read t = P·[x, h], saturated to ±127 (int8) or ±16384 (int16), in the place of x, and nothing in that of h; 0: they
    /// read x and h themselves. </param>
    /// <param name="forms">Of the rows of i, f, g and o; those of P are int8.</param>
    /// <param name="data"><see cref="PackedRows"/>: a <see cref="ColumnMask"/>, where not all columns are read; of P, where there is a
    /// rank; of the gates.</param>
    /// <param name="cellBits">Fraction bits of the int16 cell state: 8 to 13.</param>
    /// <param name="hiddenScale">Activation units of h = 1: 127 or more for int8, 16384 for int16.</param>
    /// <param name="binaryGates">The input and forget gates are 1 where their pre-activation is 0 or more, else 0; false: sigmoids.</param>
    /// <param name="columns">Columns of [x, h] that the gates read, where that is not all, and there is no rank; else 0.</param>
    /// <param name="int8Activations">No step is on int16 activations, which is refused: processors without a dot product may then add
    /// products of levels in int16.</param>
    public LstmLayer(
        int inputs, int hiddenSize, int rank, ReadOnlySpan<RowForm> forms, ReadOnlySpan<byte> data, int cellBits, short hiddenScale,
        bool binaryGates = false, int columns = 0,
        bool int8Activations = false)
        : this(
            inputs, hiddenSize, rank, PackedRows.UnpackLstm(data, inputs, hiddenSize, rank, forms, columns), cellBits, hiddenScale,
            KernelChoice.Current, binaryGates,
            data[..PackedRows.MaskBytes(inputs, hiddenSize, columns)], int8Activations)
    {
    }

    internal LstmLayer(int inputs, int hiddenSize, ReadOnlySpan<byte> data, int cellBits, short hiddenScale, Kernel kernel)
        : this(inputs, hiddenSize, 0, data, cellBits, hiddenScale, kernel)
    {
    }

    internal LstmLayer(
        int inputs, int hiddenSize, int rank, ReadOnlySpan<byte> data, int cellBits, short hiddenScale, Kernel kernel,
        bool binaryGates = false, ReadOnlySpan<byte> mask = default, bool int8Activations = false)
    {
        Throw.IfOutOfRange(rank, 0, MaxRank, nameof(rank));
        Throw.IfOutOfRange(hiddenSize, 1, MaxColumns, nameof(hiddenSize));
        Throw.IfOutOfRange(inputs, 1, MaxColumns - hiddenSize, nameof(inputs));
        Throw.IfOutOfRange(cellBits, 8, GateMath.ArgumentBits, nameof(cellBits));
        Throw.IfOutOfRange(hiddenScale, 1, short.MaxValue, nameof(hiddenScale));
        const int EveryGate = (1 << LstmCell.Gates) - 1;
        var projection = new CellProduct(1, rank, inputs, hiddenSize, 1, 1);
        _columns = mask.IsEmpty ? null : new GatheredColumns(mask, inputs, hiddenSize);
        int x = _columns?.X ?? inputs, h = _columns?.H ?? hiddenSize;
        var gates = rank == 0 ? new CellProduct(LstmCell.Gates, hiddenSize, x, h, EveryGate, EveryGate)
            : new(LstmCell.Gates, hiddenSize, rank, 0, EveryGate, 0);
        Throw.IfShorter(data.Length, (int)(projection.Bytes + gates.Bytes), nameof(data));
        Inputs = inputs;
        (HiddenSize, _rank, _hasBinaryGates, _isInt8Only) = (hiddenSize, rank, binaryGates, int8Activations);
        _hiddenCanSaturate = hiddenScale > Quantizer.Int8Limit; // |h| is at most 1
        (_paddedInputs, _paddedUnits, _paddedRank) = (Padded(inputs), Padded(hiddenSize), Padded(rank));
        (_xTiles, _hTiles) = (Panel.Tiles(x), Panel.Tiles(h));
        _blocks = _paddedUnits / LstmCell.BlockUnits;
        // no kernel takes more
        _isOther = _columns is not null || _blocks > Scratch.Blocks || 4 * (_paddedInputs + _paddedUnits + _paddedRank)
            + 3 * PanelInt8Avx2<Avx2Products>.HeadBytes > Scratch.ArrangedBytes;
        _kernel = kernel;
        _cell = new AlignedMemory(LstmCell.ConstantBytes);
        _constants = _cell.Pointer;
        LstmCell.Pack((short*)_constants, cellBits, hiddenScale);
        int sums = KernelChoice.SumsPerRow(kernel);
        if (rank != 0)
            _projection = new CellPanels(projection, 1, data[..(int)projection.Bytes], sums);
        _product = new CellPanels(gates, 1, data[(int)projection.Bytes..], sums,
            int8Activations && rank == 0 && KernelChoice.TakesLevels(kernel));
        _panels = _product.Pointer;
        PairSumsFit = _product.PairSumsFit && _projection is null or { PairSumsFit: true };
        HasLevels = _product.HasLevels;
    }

    /// <summary>Input features.</summary>
    public int Inputs { get; }

    /// <summary>Hidden units.</summary>
    public int HiddenSize { get; }

    /// <summary>Whether steps on int8 activations may add two tiles in int16.</summary>
    internal bool PairSumsFit { get; }

    /// <summary>Whether panels have <see cref="LevelSums"/>, which only steps on int8 activations can read.</summary>
    internal bool HasLevels { get; }

    /// <summary>Elements that a buffer of <paramref name="count"/> activations must have: the next multiple of 16.</summary>
    public static int Padded(int count) => CellShape.Padded(count);

    /// <summary>Bytes of a layer's constants.</summary>
    public static int DataBytes(int inputs, int hiddenSize) => LstmCell.Gates * hiddenSize * (9 + inputs + hiddenSize);

    /// <summary>One step with int8 activations.</summary>
    /// <param name="x">Input, at least <see cref="Padded"/>(<see cref="Inputs"/>) elements; what lies behind the inputs does not
    /// matter.</param>
    /// <param name="h">Hidden state, <see cref="Padded"/>(<see cref="HiddenSize"/>) elements, replaced.</param>
    /// <param name="c">Cell state, as many elements as <paramref name="h"/>, replaced.</param>
    /// <returns>
    /// Whether a state was cut off at the end of its range: the answers are wrong from here on, until the state has forgotten it.
    /// </returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public bool Step(ReadOnlySpan<sbyte> x, Span<sbyte> h, Span<short> c) => Step(KernelChoice.Current, x, h, c);

    /// <inheritdoc cref="Step(ReadOnlySpan{sbyte}, Span{sbyte}, Span{short})"/>
    /// <remarks>Activations are int16, |x| ≤ 16384.</remarks>
    /// <exception cref="InvalidOperationException">The layer was made with int8Activations.</exception>
    public bool Step(ReadOnlySpan<short> x, Span<short> h, Span<short> c) => Step(KernelChoice.Current, x, h, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Step(Kernel kernel, ReadOnlySpan<sbyte> x, Span<sbyte> h, Span<short> c)
    {
        Check(kernel, x.Length, h.Length, c.Length);
        fixed (sbyte* px = &MemoryMarshal.GetReference(x), ph = &MemoryMarshal.GetReference(h))
        fixed (short* pc = &MemoryMarshal.GetReference(c))
            return KernelChoice.RunInt8(kernel, new KernelStep<sbyte>(this, px, ph, pc));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Step(Kernel kernel, ReadOnlySpan<short> x, Span<short> h, Span<short> c)
    {
        Throw.IfInt8Only(_isInt8Only);
        Check(kernel, x.Length, h.Length, c.Length);
        fixed (short* px = &MemoryMarshal.GetReference(x), ph = &MemoryMarshal.GetReference(h), pc = &MemoryMarshal.GetReference(c))
            return KernelChoice.RunInt16(kernel, new KernelStep<short>(this, px, ph, pc));
    }

    readonly struct KernelStep<TActivation>(LstmLayer layer, TActivation* x, TActivation* h, short* c) : IKernelStep<TActivation>
        where TActivation : unmanaged
    {
        public bool PairSumsFit => layer.PairSumsFit;

        public bool HasLevels => layer.HasLevels;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Run<TProduct, TDot, TVector, TLanes>()
            where TProduct : IPanelProduct<TActivation>
            where TDot : IDotProduct<TActivation>
            where TVector : struct
            where TLanes : ILanes<TVector> => layer._hasBinaryGates
                ? layer.Step<TActivation, TProduct, TVector, TLanes, BinaryGate>(x, h, c)
                : layer.Step<TActivation, TProduct, TVector, TLanes, SigmoidGate>(x, h, c);
    }

    [SkipLocalsInit]
    // The JIT's first, unoptimised version of vector code is a hundred times slower; and inlined into a caller, the kernel would exceed
    // what the JIT inlines in one method.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    bool Step<TActivation, TProduct, TVector, TLanes, TGate>(TActivation* x, TActivation* h, short* c)
        where TActivation : unmanaged
        where TProduct : IPanelProduct<TActivation>
        where TVector : struct
        where TLanes : ILanes<TVector>
        where TGate : IInputForgetGate
    {
        Debug.Assert(_isOther || ArrangedBytes<TActivation, TProduct>() <= Scratch.ArrangedBytes);
        if (_isOther)
            return WideOrGatheredStep<TActivation, TProduct, TVector, TLanes, TGate>(x, h, c);
        Scratch scratch; // of a size known beforehand it costs nothing; a stackalloc costs 30 instructions
        return Run<TActivation, TProduct, TVector, TLanes, TGate>(x, h, h, c, Aligned((byte*)&scratch), isWide: false);
    }

    /// <summary>Of wide layers, and of those that do not read all of [x, h].</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    bool WideOrGatheredStep<TActivation, TProduct, TVector, TLanes, TGate>(TActivation* x, TActivation* h, short* c)
        where TActivation : unmanaged
        where TProduct : IPanelProduct<TActivation>
        where TVector : struct
        where TLanes : ILanes<TVector>
        where TGate : IInputForgetGate
    {
        if (_columns is null)
            return LargeStep<TActivation, TProduct, TVector, TLanes, TGate>(x, h, h, c);
        TActivation* room = stackalloc TActivation[_columns.Room];
        TActivation* readH = _columns.Gather(x, h, room);
        return LargeStep<TActivation, TProduct, TVector, TLanes, TGate>(room, readH, h, c);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    bool LargeStep<TActivation, TProduct, TVector, TLanes, TGate>(TActivation* readX, TActivation* readH, TActivation* h, short* c)
        where TActivation : unmanaged
        where TProduct : IPanelProduct<TActivation>
        where TVector : struct
        where TLanes : ILanes<TVector>
        where TGate : IInputForgetGate
    {
        byte* scratch = stackalloc byte[Scratch.OtherBytes + ArrangedBytes<TActivation, TProduct>()];
        return Run<TActivation, TProduct, TVector, TLanes, TGate>(readX, readH, h, c, Aligned(scratch), isWide: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int ArrangedBytes<TActivation, TProduct>()
        where TActivation : unmanaged
        where TProduct : IPanelProduct<TActivation> =>
        TProduct.ArrangedBytes(_paddedInputs) + TProduct.ArrangedBytes(_paddedUnits) + TProduct.ArrangedBytes(_paddedRank);

    /// <summary>
    /// A store that crosses a cache line is read back late: the stack's eight bytes of alignment made small steps twice as slow on AVX2.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* Aligned(byte* scratch) => (byte*)(((nint)scratch + Scratch.Alignment - 1) & -Scratch.Alignment);

    /// <summary>
    /// The layer's step: arrange [x, h], or what is read of them; then, four blocks of sixteen units at a time, the products of their
    /// panels and the cell update.
    /// </summary>
    /// <remarks>isWide says whether there may be more than four blocks: a constant, and without it there is no loop over them.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool Run<TActivation, TProduct, TVector, TLanes, TGate>(TActivation* readX, TActivation* readH, TActivation* h, short* c, byte* scratch,
        bool isWide)
        where TActivation : unmanaged
        where TProduct : IPanelProduct<TActivation>
        where TVector : struct
        where TLanes : ILanes<TVector>
        where TGate : IInputForgetGate
    {
        short* pre = (short*)scratch;
        byte* zx = scratch + Scratch.PreActivationBytes, zh = zx + TProduct.ArrangedBytes(_paddedInputs);
        TProduct.Arrange(readX, _xTiles, zx);
        TProduct.Arrange(readH, _hTiles, zh); // every panel reads all of the old h, and its block writes a part of the new

        byte* panel = _panels;
        int xTiles = _xTiles, hTiles = _hTiles;
        if (_projection is not null)
        {
            byte* zt = zh + TProduct.ArrangedBytes(_paddedUnits);
            Project<TActivation, TProduct, TVector, TLanes>(zx, zh, pre, zt);
            zx = zt;
            (xTiles, hTiles) = (Panel.Tiles(_rank), 0);
        }

        bool isCut = false;
        for (int left = _blocks; ;)
        {
            int blocks = isWide ? Math.Min(left, Scratch.Blocks) : left;
            short* to = pre, end = pre + blocks * Panel.Rows;
            do
                panel = TProduct.Multiply(panel, zx, xTiles, zh, hTiles, to);
            while ((to += Panel.Rows) != end);
            isCut |= Avx512BW.IsSupported && typeof(TGate) == typeof(SigmoidGate) && _kernel == Kernel.Avx512 && blocks % 2 == 0
                ? LstmCellAvx512.Update(pre, blocks, c, h, (short*)_constants)
                : LstmCell.Update<TVector, TLanes, TActivation, TGate>(pre, blocks, c, h, (short*)_constants);
            if (typeof(TActivation) == typeof(sbyte) && _hiddenCanSaturate)
                isCut |= IsAtEnd((sbyte*)h, blocks);
            left -= blocks;
            if (!isWide || left == 0)
                return isCut;
            c += blocks * LstmCell.BlockUnits;
            h += blocks * LstmCell.BlockUnits;
        }
    }

    /// <summary>Whether an int8 hidden state is at the end of its range, where a unit is less than 1/127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsAtEnd(sbyte* h, int blocks)
    {
        var most = Vector128.Abs(Vector128.Load(h)).AsByte(); // of −128, 128
        while (--blocks > 0)
            most = Vector128.Max(most, Vector128.Abs(Vector128.Load(h += LstmCell.BlockUnits)).AsByte());
        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.MaxAcross(most).ToScalar() >= Quantizer.Int8Limit // two instructions less
            : Vector128.GreaterThanOrEqualAny(most, Vector128.Create((byte)Quantizer.Int8Limit));
    }

    /// <summary>
    /// A layer of low rank: t = P·[x, h], arranged for the gates' product. <paramref name="pre"/> holds the sums on the way.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    void Project<TActivation, TProduct, TVector, TLanes>(byte* zx, byte* zh, short* pre, byte* zt)
        where TActivation : unmanaged
        where TProduct : IPanelProduct<TActivation>
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        byte* panel = _projection!.Pointer;
        short* end = pre + _paddedRank, to = pre;
        for (; to + Panel.Rows / 2 < end; to += Panel.Rows)
            panel = TProduct.Multiply(panel, zx, _xTiles, zh, _hTiles, to);
        if (typeof(TProduct) == typeof(PanelInt8AdvSimdDp) && end - to == Panel.Rows / 4)
            PanelInt8AdvSimdDp.MultiplyQuarter(panel, zx, _xTiles, zh, _hTiles, to);
        else if (to < end)
            TProduct.MultiplyHalf(panel, zx, _xTiles, zh, _hTiles, to);

        short limit = (short)(typeof(TActivation) == typeof(sbyte) ? 127 : 16384);
        TVector most = TLanes.Broadcast(limit), least = TLanes.Broadcast((short)-limit);
        var t = (TActivation*)pre; // in place: what is stored lies before what is still to be read
        for (short* from = pre; from != end; from += TLanes.Count, t += TLanes.Count)
        {
            TVector v = TLanes.Max(TLanes.Min(TLanes.Load(from), most), least);
            if (typeof(TActivation) == typeof(sbyte))
                TLanes.StoreNarrow((sbyte*)t, v);
            else
                TLanes.Store((short*)t, v);
        }

        TProduct.Arrange((TActivation*)pre, Panel.Tiles(_rank), zt);
        TProduct.Arrange((TActivation*)pre, 0, zh); // the gates read t alone
    }

    /// <summary>
    /// A step's memory, for all but wide layers: pre-activations of four blocks, so that the cell's constants are loaded once for them, and
    /// arranged activations.
    /// </summary>
    [InlineArray(OtherBytes + ArrangedBytes)]
    struct Scratch
    {
        public const int Blocks = 4, Alignment = 32, ArrangedBytes = 1280;

        public const int PreActivationBytes = Blocks * Panel.Rows * sizeof(short), OtherBytes = PreActivationBytes + Alignment;

        byte _first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Check(Kernel kernel, int x, int h, int c)
    {
        Debug.Assert(HasLevels ? kernel == _kernel : KernelChoice.SumsPerRow(kernel) == KernelChoice.SumsPerRow(_kernel));
        Throw.IfShorter(x, _paddedInputs, "x");
        Throw.IfShorter(h, _paddedUnits, "h");
        Throw.IfShorter(c, _paddedUnits, "c");
    }
}
