using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>
/// Applies one function to a row group of several blocks, in place: <c>blocks</c> runs of sixteen values, <c>stride</c> apart. A function is
/// a pass over memory, not a type parameter of the cell: any function then goes with any gate of any cell, and 64 values at a time hide the switch.
/// </summary>
static unsafe class GateFunctions
{
    const int BlockUnits = LstmCell.BlockUnits;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<T, TLanes>(in GateFunction function, short* tables, short* values, int stride, int blocks)
        where T : struct
        where TLanes : ILanes<T>
    {
        switch (function.Kind)
        {
            case GateFunctionKind.Sigmoid: Map<T, TLanes, SigmoidFunction>(function, values, stride, blocks); break;
            case GateFunctionKind.Tanh: Map<T, TLanes, TanhFunction>(function, values, stride, blocks); break;
            case GateFunctionKind.Clamp: Map<T, TLanes, ClampFunction>(function, values, stride, blocks); break;
            case GateFunctionKind.Step: Map<T, TLanes, StepFunction>(function, values, stride, blocks); break;
            case GateFunctionKind.ThreeLevel: Map<T, TLanes, ThreeLevelFunction>(function, values, stride, blocks); break;
            case GateFunctionKind.Threshold:
                Map<T, TLanes, ArgumentFunction>(function, values, stride, blocks);
                Threshold(function.A, values, stride, blocks);
                break;
            default:
                Map<T, TLanes, ArgumentFunction>(function, values, stride, blocks);
                Interpolate(tables + function.Table * GateFunction.TableLength, values, stride, blocks);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Map<T, TLanes, TFunction>(in GateFunction f, short* values, int stride, int blocks)
        where T : struct
        where TLanes : ILanes<T>
        where TFunction : ILaneFunction
    {
        for (; blocks > 0; blocks--, values += stride)
            for (short* p = values, end = values + BlockUnits; p != end; p += TLanes.Count)
                TLanes.Store(p, TFunction.Of<T, TLanes>(Argument<T, TLanes>(TLanes.Load(p), f), f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Argument<T, TLanes>(T u, in GateFunction f)
        where T : struct
        where TLanes : ILanes<T> =>
        TLanes.Max(TLanes.Min(LaneMath.Double<T, TLanes>(u, f.Doublings), TLanes.Broadcast(f.Limit)), TLanes.Broadcast((short)-f.Limit));

    static void Threshold(short threshold, short* values, int stride, int blocks)
    {
        for (; blocks > 0; blocks--, values += stride)
            for (short* p = values, end = values + BlockUnits; p != end; p++)
                *p = *p > threshold ? *p : (short)0;
    }

    /// <summary>
    /// Between the ends of segment (u + 2¹⁵) >> 7, rounded to nearest. Neither AVX2 nor Advanced SIMD looks up 16-bit entries of 512: one value at a time,
    /// and only these functions pay it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Interpolate(short* table, short* values, int stride, int blocks)
    {
        for (; blocks > 0; blocks--, values += stride)
        {
            for (short* p = values, end = values + BlockUnits; p != end; p++)
            {
                int place = *p - short.MinValue;
                short* segment = table + (place >> 7);
                int low = segment[0];
                *p = (short)(low + (((segment[1] - low) * (place & 127) + 64) >> 7));
            }
        }
    }
}
