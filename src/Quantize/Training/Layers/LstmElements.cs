using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>The element-by-element half of an LSTM step, forward and back. A gate that the variant has not is an empty span.</summary>
static class LstmElements
{
    /// <summary>c' = f∘c + i∘g and tanh(c'), an absent gate being 1; coupled, f = 1 − i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Cell<T>(ReadOnlySpan<T> i, ReadOnlySpan<T> f, ReadOnlySpan<T> g, ReadOnlySpan<T> before, Span<T> after, Span<T> squashed, LstmSpec spec)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool hasI = !i.IsEmpty, hasF = !f.IsEmpty, coupled = spec.Coupled, linear = spec.LinearOutput;
        var one = Vector256<T>.One;
        ref T iAt = ref MemoryMarshal.GetReference(i), fAt = ref MemoryMarshal.GetReference(f), gAt = ref MemoryMarshal.GetReference(g);
        ref T beforeAt = ref MemoryMarshal.GetReference(before), afterAt = ref MemoryMarshal.GetReference(after), squashedAt = ref MemoryMarshal.GetReference(squashed);
        for (int n = 0; n < g.Length; n += Vector256<T>.Count)
        {
            var gate = hasI ? At(ref iAt, n) : one;
            var kept = At(ref beforeAt, n);
            if (hasF)
                kept *= At(ref fAt, n);
            else if (coupled)
                kept *= one - gate;
            var c = VectorMath.Fma(gate, At(ref gAt, n), kept);
            c.StoreUnsafe(ref afterAt, (nuint)n);
            (linear ? c : VectorMath.Tanh(c)).StoreUnsafe(ref squashedAt, (nuint)n);
        }
    }

    /// <summary>
    /// dL/dh and dL/dc after the step to the gradients of the sums, in the gates' place, and dL/dc before it. <paramref name="slope"/>: see
    /// <see cref="BlendingGates{T}.Slope"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T>(in LstmStep<T> at, T slope, LstmSpec spec, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool hasI = !at.I.IsEmpty, hasF = !at.F.IsEmpty, hasO = !at.O.IsEmpty, feedback = spec.FullGateRecurrence;
        bool peepI = !at.Pi.IsEmpty, peepF = !at.Pf.IsEmpty, peepO = !at.Po.IsEmpty;
        int units = at.G.Length / lanes, block = at.G.Length;
        var one = Vector256<T>.One;
        var choosingSlope = Vector256.Create(slope);
        ref T iAt = ref MemoryMarshal.GetReference(at.I), fAt = ref MemoryMarshal.GetReference(at.F), gAt = ref MemoryMarshal.GetReference(at.G), oAt = ref MemoryMarshal.GetReference(at.O);
        ref T smoothI = ref MemoryMarshal.GetReference(at.SmoothI), smoothF = ref MemoryMarshal.GetReference(at.SmoothF);
        ref T before = ref MemoryMarshal.GetReference(at.Before), squashed = ref MemoryMarshal.GetReference(at.Squashed);
        ref T dState = ref MemoryMarshal.GetReference(at.StateGradient), dCell = ref MemoryMarshal.GetReference(at.CellGradient);
        for (int unit = 0; unit < units; unit++)
        {
            var pi = peepI ? Vector256.Create(at.Pi[unit]) : default;
            var pf = peepF ? Vector256.Create(at.Pf[unit]) : default;
            var po = peepO ? Vector256.Create(at.Po[unit]) : default;
            for (int n = unit * lanes; n < (unit + 1) * lanes; n += Vector256<T>.Count)
            {
                var dh = At(ref dState, n);
                var dc = At(ref dCell, n);
                var s = At(ref squashed, n);
                var dSquashed = dh;
                if (hasO)
                {
                    var o = At(ref oAt, n);
                    dSquashed = dh * o;
                    var dGate = dh * s;
                    if (feedback)
                        dGate += At(ref dState, n + 3 * block);
                    var dSum = dGate * o * (one - o);
                    dSum.StoreUnsafe(ref oAt, (nuint)n);
                    if (peepO)
                        dc = VectorMath.Fma(dSum, po, dc);
                }

                dc = spec.LinearOutput ? dc + dSquashed : VectorMath.Fma(dSquashed, VectorMath.Fma(-s, s, one), dc);
                var c = At(ref before, n);
                var g = At(ref gAt, n);
                var f = hasF ? At(ref fAt, n) : one;
                var dBefore = dc * f;
                var dCandidate = dc;
                if (hasI)
                {
                    var i = At(ref iAt, n);
                    dCandidate = dc * i;
                    var dGate = dc * g;
                    if (feedback)
                        dGate += At(ref dState, n + block);
                    if (spec.Coupled)
                    {
                        dGate -= dc * c;
                        if (feedback)
                            dGate -= At(ref dState, n + 2 * block);
                        dBefore = dc * (one - i);
                    }

                    var smooth = At(ref smoothI, n);
                    var dSum = dGate * choosingSlope * smooth * (one - smooth);
                    dSum.StoreUnsafe(ref iAt, (nuint)n);
                    if (peepI)
                        dBefore = VectorMath.Fma(dSum, pi, dBefore);
                }

                if (hasF)
                {
                    var dGate = dc * c;
                    if (feedback)
                        dGate += At(ref dState, n + 2 * block);
                    var smooth = At(ref smoothF, n);
                    var dSum = dGate * choosingSlope * smooth * (one - smooth);
                    dSum.StoreUnsafe(ref fAt, (nuint)n);
                    if (peepF)
                        dBefore = VectorMath.Fma(dSum, pf, dBefore);
                }

                if (!spec.LinearCandidate)
                    dCandidate *= VectorMath.Fma(-g, g, one);
                dCandidate.StoreUnsafe(ref gAt, (nuint)n);
                dBefore.StoreUnsafe(ref dCell, (nuint)n);
            }
        }
    }

    /// <summary>y = 1 − x.</summary>
    public static void OneMinus<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int n = 0; n < x.Length; n++)
            y[n] = T.One - x[n];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> At<T>(ref T first, int n)
        where T : unmanaged => Vector256.LoadUnsafe(ref first, (nuint)n);
}
