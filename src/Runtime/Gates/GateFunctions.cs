using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>
/// Applies one function to a row group of several blocks, in place: <c>blocks</c> runs of sixteen values, <c>stride</c> apart. A function
/// is a pass over memory, not a type parameter of the cell: any function then goes with any gate of any cell, and 64 values at a time hide
/// the switch.
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
                short* table = tables + function.Table * GateFunction.TableLength;
                if (function.A == 0)
                    Interpolate(table, values, stride, blocks);
                else
                    InterpolateDense(table, values, stride, blocks);
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
    /// Between the ends of segment (u + 2¹⁵) >> 7, rounded to nearest. Neither AVX2 nor Advanced SIMD looks up 16-bit entries of 512: one
    /// value at a time, and only these functions pay it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Interpolate(short* table, short* values, int stride, int blocks)
    {
        for (; blocks > 0; blocks--, values += stride)
        {
            for (short* p = values, end = values + BlockUnits; p != end; p++)
                *p = Between(table, *p - short.MinValue, 7);
        }
    }

    /// <summary>The same over segments that are dense around 0: 120 of 256, 256 of 16, 120 of 256.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void InterpolateDense(short* table, short* values, int stride, int blocks)
    {
        const int Reach = GateFunction.DenseReach, Outer = (32768 - Reach) / 256, Inner = 2 * Reach / 16;
        for (; blocks > 0; blocks--, values += stride)
        {
            for (short* p = values, end = values + BlockUnits; p != end; p++)
            {
                int u = *p;
                *p = u < -Reach ? Between(table, u - short.MinValue, 8)
                    : u < Reach ? Between(table + Outer, u + Reach, 4)
                    : Between(table + Outer + Inner, u - Reach, 8);
            }
        }
    }

    /// <summary>On the line over one segment of 2^bits, rounded to nearest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static short Between(short* table, int place, int bits)
    {
        short* segment = table + (place >> bits);
        int low = segment[0], width = 1 << bits;
        return (short)(low + (((segment[1] - low) * (place & (width - 1)) + width / 2) >> bits));
    }
}
