using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>
/// One float32 recurrent layer of any cell; the plain LSTM has a faster one in <see cref="FloatLstmLayer"/>. Immutable; steps allocate
/// nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public sealed unsafe partial class FloatCellLayer
{
    readonly CellShape _shape;
    readonly FloatFunction[] _functions;
    readonly FloatCellPanels _first;
    readonly FloatCellPanels? _second;
    readonly AlignedMemory _peepholes; // each padded to blocks
    readonly int _paddedUnits;

    /// <summary>Packs a layer.</summary>
    /// <param name="kind">The cell, which says what the constants are and how many products a step has.</param>
    /// <param name="flags">An LSTM's variant; of other cells none.</param>
    /// <param name="inputs">I, features of a sample.</param>
    /// <param name="hiddenSize">H, at least 1.</param>
    /// <param name="outputs">Outputs of a Jordan network; of other cells their units.</param>
    /// <param name="data">All float, as docs/family.md gives them: functions, the first product, the second one where the cell has two,
    /// peepholes.</param>
    public FloatCellLayer(CellKind kind, CellFlags flags, int inputs, int hiddenSize, int outputs, ReadOnlySpan<byte> data)
    {
        _shape = CellShape.Checked(kind, flags, inputs, hiddenSize, outputs);
        Throw.IfShorter(data.Length, (int)_shape.FloatBytes, nameof(data));
        _paddedUnits = LstmLayer.Padded(hiddenSize);
        var floats = MemoryMarshal.Cast<byte, float>(data);
        _functions = MemoryMarshal.Cast<float, FloatFunction>(floats[..(CellShape.FunctionFloats * _shape.Functions)]).ToArray();
        floats = floats[(CellShape.FunctionFloats * _shape.Functions)..];
        _first = new FloatCellPanels(_shape.First, _shape.Sections, floats[..(int)_shape.First.Floats]);
        floats = floats[(int)_shape.First.Floats..];
        if (_shape.Second.Groups != 0)
            _second = new FloatCellPanels(_shape.Second, 1, floats[..(int)_shape.Second.Floats]);
        floats = floats[(int)_shape.Second.Floats..];
        _peepholes = new AlignedMemory(4 * _shape.Peepholes * _paddedUnits);
        for (int k = 0; k < _shape.Peepholes; k++)
            floats.Slice(k * hiddenSize, hiddenSize).CopyTo(new Span<float>((float*)_peepholes.Pointer + k * _paddedUnits, hiddenSize));
    }

    /// <summary>Input features.</summary>
    public int Inputs => _shape.Inputs;

    /// <summary>What one step gives.</summary>
    public int Outputs => _shape.Outputs;

    /// <summary>Elements of a buffer for h.</summary>
    public int HiddenLength => _shape.RecurrentLength;

    /// <summary>Elements of a buffer for c, 0 for cells that have none.</summary>
    public int CellLength => _shape.Kind == CellKind.Lstm ? _paddedUnits : 0;

    /// <summary>One step.</summary>
    /// <param name="x">[<see cref="Inputs"/>] or more.</param>
    /// <param name="h">What recurs, <see cref="HiddenLength"/> elements, replaced; the layer's output are its first ones.</param>
    /// <param name="c">An LSTM's cell state, <see cref="CellLength"/> elements, replaced.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Step(ReadOnlySpan<float> x, Span<float> h, Span<float> c) => Step(KernelChoice.Current, x, h, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Step(Kernel kernel, ReadOnlySpan<float> x, Span<float> h, Span<float> c)
    {
        Throw.IfShorter(x.Length, Inputs, nameof(x));
        Throw.IfShorter(h.Length, HiddenLength, nameof(h));
        Throw.IfShorter(c.Length, CellLength, nameof(c));
        fixed (float* px = x, ph = h, pc = c)
        {
            switch (kernel)
            {
                case Kernel.Avx2 or Kernel.AvxVnni or Kernel.Avx512 when Avx2.IsSupported:
                    Step<Vector256<float>, Float256Lanes>(px, ph, pc);
                    break;
                case Kernel.AdvSimd or Kernel.AdvSimdDotProduct when AdvSimd.IsSupported:
                    Step<Vector128<float>, Float128Lanes>(px, ph, pc);
                    break;
                default: Step<float, FloatScalarLanes>(px, ph, pc); break;
            }
        }
    }
}
