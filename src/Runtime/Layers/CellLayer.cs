using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>
/// One quantized recurrent layer of any cell, packed for the vector kernels, and its step; the plain LSTM has a faster one in
/// <see cref="LstmLayer"/>. Immutable after construction: any number of threads may step different states over one instance. Steps allocate
/// nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public sealed unsafe partial class CellLayer
{
    readonly CellShape _shape;
    readonly Kernel _kernel; // that the panels are packed for
    readonly CellPanels _first;
    readonly CellPanels? _second;
    readonly AlignedMemory _constants; // functions, scales, tables, peepholes padded to blocks
    readonly int _paddedInputs, _paddedUnits;

    /// <summary>Packs a layer.</summary>
    /// <param name="kind">The cell, which says what the constants are and how many products a step has.</param>
    /// <param name="flags">An LSTM's variant; of other cells none.</param>
    /// <param name="inputs">I, features of a sample.</param>
    /// <param name="hiddenSize">H, at least 1.</param>
    /// <param name="outputs">Outputs of a Jordan network; of other cells their units.</param>
    /// <param name="data">
    /// The layer's constants, as docs/family.md gives them: functions, scales, tables, the first product, the second one where the cell has
    /// two, peepholes. </param>
    public CellLayer(CellKind kind, CellFlags flags, int inputs, int hiddenSize, int outputs, ReadOnlySpan<byte> data)
        : this(kind, flags, inputs, hiddenSize, outputs, data, KernelChoice.Current)
    {
    }

    internal CellLayer(CellKind kind, CellFlags flags, int inputs, int hiddenSize, int outputs, ReadOnlySpan<byte> data, Kernel kernel)
    {
        _kernel = kernel;
        int sums = KernelChoice.SumsPerRow(kernel);
        _shape = CellShape.Checked(kind, flags, inputs, hiddenSize, outputs);
        Throw.IfShorter(data.Length, (int)_shape.DataBytes(0), nameof(data));
        int tables = Tables(data[..(_shape.Functions * GateFunction.Bytes)]);
        Throw.IfShorter(data.Length, (int)_shape.DataBytes(tables), nameof(data));
        _paddedInputs = LstmLayer.Padded(inputs);
        _paddedUnits = LstmLayer.Padded(hiddenSize);

        int fixedBytes = _shape.Functions * GateFunction.Bytes + CellConstants.Bytes + 2 * GateFunction.TableLength * tables;
        _constants = new AlignedMemory(fixedBytes + 2 * _shape.Peepholes * _paddedUnits);
        data[..fixedBytes].CopyTo(new Span<byte>(_constants.Pointer, fixedBytes));
        data = data[fixedBytes..];
        _first = new CellPanels(_shape.First, _shape.Sections, data[..(int)_shape.First.Bytes], sums);
        data = data[(int)_shape.First.Bytes..];
        if (_shape.Second.Groups != 0)
            _second = new CellPanels(_shape.Second, 1, data[..(int)_shape.Second.Bytes], sums);
        data = data[(int)_shape.Second.Bytes..];
        for (int k = 0; k < _shape.Peepholes; k++)
        {
            byte* to = _constants.Pointer + fixedBytes + 2 * k * _paddedUnits;
            data.Slice(2 * k * hiddenSize, 2 * hiddenSize).CopyTo(new Span<byte>(to, 2 * hiddenSize));
        }

        PeepholeOffset = fixedBytes;
        PairSumsFit = _first.PairSumsFit && _second is null or { PairSumsFit: true };
    }

    /// <summary>Input features.</summary>
    public int Inputs => _shape.Inputs;

    /// <summary>What one step gives.</summary>
    public int Outputs => _shape.Outputs;

    /// <summary>Elements of a buffer for h.</summary>
    public int HiddenLength => _shape.RecurrentLength;

    /// <summary>Elements of a buffer for c, 0 for cells that have none.</summary>
    public int CellLength => _shape.CellLength;

    /// <summary>Whether steps on int8 activations may add two tiles in int16.</summary>
    internal bool PairSumsFit { get; }

    int PeepholeOffset { get; }

    /// <summary>One step with int8 activations.</summary>
    /// <param name="x">Input, at least <see cref="LstmLayer.Padded"/>(<see cref="Inputs"/>) elements; what lies behind the inputs does not
    /// matter.</param>
    /// <param name="h">What recurs, <see cref="HiddenLength"/> elements, replaced; the layer's output are its first ones.</param>
    /// <param name="c">What the cell keeps for itself, <see cref="CellLength"/> elements, replaced.</param>
    /// <returns>
    /// Whether a state was cut off at the end of its range: the answers are wrong from here on, until the state has forgotten it.
    /// </returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public bool Step(ReadOnlySpan<sbyte> x, Span<sbyte> h, Span<short> c) => Step(KernelChoice.Current, x, h, c);

    /// <inheritdoc cref="Step(ReadOnlySpan{sbyte}, Span{sbyte}, Span{short})"/>
    /// <remarks>Activations are int16, |x| ≤ 16384.</remarks>
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
        Check(kernel, x.Length, h.Length, c.Length);
        fixed (short* px = &MemoryMarshal.GetReference(x), ph = &MemoryMarshal.GetReference(h), pc = &MemoryMarshal.GetReference(c))
            return KernelChoice.RunInt16(kernel, new KernelStep<short>(this, px, ph, pc));
    }

    readonly struct KernelStep<TActivation>(CellLayer layer, TActivation* x, TActivation* h, short* c) : IKernelStep<TActivation>
        where TActivation : unmanaged
    {
        public bool PairSumsFit => layer.PairSumsFit;

        public bool HasLevels => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Run<TProduct, TDot, TVector, TLanes>()
            where TProduct : IPanelProduct<TActivation>
            where TDot : IDotProduct<TActivation>
            where TVector : struct
            where TLanes : ILanes<TVector> => layer.Step<TActivation, TProduct, TVector, TLanes>(x, h, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Check(Kernel kernel, int x, int h, int c)
    {
        Debug.Assert(KernelChoice.SumsPerRow(kernel) == KernelChoice.SumsPerRow(_kernel));
        Throw.IfShorter(x, _paddedInputs, "x");
        Throw.IfShorter(h, _shape.RecurrentLength, "h");
        Throw.IfShorter(c, _shape.CellLength, "c");
    }

    static int Tables(ReadOnlySpan<byte> functions)
    {
        int tables = 0;
        foreach (var f in MemoryMarshal.Cast<byte, GateFunction>(functions))
            if (f.Kind == GateFunctionKind.Table)
                tables = Math.Max(tables, f.Table + 1);
        return tables;
    }
}
