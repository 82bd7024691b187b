using System.Runtime.CompilerServices;
using EdgeLstm.Gates;

namespace EdgeLstm.Kernels;

/// <summary>
/// The float scheme's panel: 2·<c>Count</c> units at a time, their four gates in eight accumulators, enough to hide the latency of a fused
/// multiply-add. Layout: [bias 4][16], then for every input and hidden unit [4 gates][16 units].
/// </summary>
static unsafe class FloatPanel
{
    public const int Rows = Panel.Rows;

    /// <summary>Products of one panel and the cell update: c and h point at the block's first unit, z at all activations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step<T, TLanes>(float* panel, float* z, int columns, float* c, float* h)
        where T : struct
        where TLanes : IFloatLanes<T>
    {
        for (int unit = 0; unit < LstmCell.BlockUnits; unit += 2 * TLanes.Count)
        {
            float* w = panel + unit;
            int n = TLanes.Count;
            T i0 = TLanes.Load(w), f0 = TLanes.Load(w + 16), g0 = TLanes.Load(w + 32), o0 = TLanes.Load(w + 48);
            T i1 = TLanes.Load(w + n), f1 = TLanes.Load(w + 16 + n), g1 = TLanes.Load(w + 32 + n), o1 = TLanes.Load(w + 48 + n);
            for (int k = 0; k < columns; k++)
            {
                w += Rows;
                T v = TLanes.Broadcast(z[k]);
                i0 = TLanes.MultiplyAdd(TLanes.Load(w), v, i0);
                i1 = TLanes.MultiplyAdd(TLanes.Load(w + n), v, i1);
                f0 = TLanes.MultiplyAdd(TLanes.Load(w + 16), v, f0);
                f1 = TLanes.MultiplyAdd(TLanes.Load(w + 16 + n), v, f1);
                g0 = TLanes.MultiplyAdd(TLanes.Load(w + 32), v, g0);
                g1 = TLanes.MultiplyAdd(TLanes.Load(w + 32 + n), v, g1);
                o0 = TLanes.MultiplyAdd(TLanes.Load(w + 48), v, o0);
                o1 = TLanes.MultiplyAdd(TLanes.Load(w + 48 + n), v, o1);
            }

            Update<T, TLanes>(i0, f0, g0, o0, c + unit, h + unit);
            Update<T, TLanes>(i1, f1, g1, o1, c + unit + n, h + unit + n);
        }
    }

    /// <summary>c = σ(f)·c + σ(i)·tanh(g); h = σ(o)·tanh(c).</summary>
    static void Update<T, TLanes>(T i, T f, T g, T o, float* c, float* h)
        where T : struct
        where TLanes : IFloatLanes<T>
    {
        T added = TLanes.Multiply(FloatGateMath.Sigmoid<T, TLanes>(i), FloatGateMath.Tanh<T, TLanes>(g));
        T cell = TLanes.MultiplyAdd(FloatGateMath.Sigmoid<T, TLanes>(f), TLanes.Load(c), added);
        TLanes.Store(c, cell);
        TLanes.Store(h, TLanes.Multiply(FloatGateMath.Sigmoid<T, TLanes>(o), FloatGateMath.Tanh<T, TLanes>(cell)));
    }
}
