using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>
/// The gates that choose between old and new, in the kind that the network is trained with, for one layer and one block: <see cref="Rows"/>
/// rows of sums at each step become gates in their place. Hard kinds keep the sigmoid that stands for them in the gradient.
/// </summary>
sealed class BlendingGates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly GateSpec _spec;
    readonly int _place;
    readonly T[] _noise;
    readonly Sequence<T> _soft, _offset;

    /// <summary>Gates of a layer; <paramref name="place"/> tells its noise from that of others.</summary>
    public BlendingGates(GateSpec spec, int place, int steps, int rows, int lanes)
    {
        (_spec, _place, Rows) = (spec, place, rows);
        _noise = new T[spec.Kind is GateKind.Soft or GateKind.Sharp ? 0 : rows * lanes];
        if (IsHard)
            (_soft, _offset) = (new(steps, rows, lanes), new(steps, rows, lanes));
    }

    public int Rows { get; }

    bool IsHard => _spec.Kind is GateKind.Hard or GateKind.Three;

    /// <summary>d gate / d sum = slope · s (1 − s), s of <see cref="Smooth"/>.</summary>
    public T Slope(PassContext context) => T.CreateTruncating(Scale(context));

    /// <summary>The sigmoid behind the gates of a step: the gates themselves unless they are hard.</summary>
    public ReadOnlySpan<T> Smooth(int step, ReadOnlySpan<T> gates) => IsHard ? _soft[step] : gates;

    /// <summary>Sums to gates.</summary>
    public void Forward(int step, Span<T> sums, PassContext context)
    {
        ReadOnlySpan<T> drawn = [];
        if (context.Training && _noise.Length > 0 && context.NoiseProbability > 0)
        {
            Noise.Logistic(context.KeyOf(_place, step), context.NoiseProbability, _noise.AsSpan());
            drawn = _noise;
        }

        if (!IsHard)
        {
            VectorSpan.Sigmoid(sums, drawn, Scale(context));
            return;
        }

        if (!drawn.IsEmpty)
            VectorSpan.Add(drawn, sums);
        var smooth = _soft[step];
        sums.CopyTo(smooth);
        VectorSpan.Sigmoid(smooth, [], Scale(context));
        if (context.ReplayOffsets || context.Unhardened)
        {
            smooth.CopyTo(sums);
            if (context.ReplayOffsets)
                VectorSpan.Add(_offset[step], sums);
            return;
        }

        Levels(sums, _spec.Kind == GateKind.Three ? ThreeLevel.Edge : 0);
        var kept = _offset[step];
        for (int i = 0; i < kept.Length; i++)
            kept[i] = sums[i] - smooth[i];
    }

    double Scale(PassContext context) => _spec.Kind switch
    {
        GateKind.Soft => 1,
        GateKind.Binary when !context.Training => 1,
        _ => 1 / _spec.Tau,
    };

    /// <summary>(a ≥ −edge, and a ≥ edge) / 2: 0 and 1 for edge 0; 0, ½ and 1 else. −edge itself belongs to ½.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Levels(Span<T> x, double edge)
    {
        var (low, high, half) = (VectorMath.All<T>(-edge), VectorMath.All<T>(edge), VectorMath.All<T>(0.5));
        for (int at = 0; at < x.Length; at += Vector256<T>.Count)
        {
            var a = Vector256.LoadUnsafe(ref x[at]);
            ((Vector256.GreaterThanOrEqual(a, low) & half) + (Vector256.GreaterThanOrEqual(a, high) & half)).StoreUnsafe(ref x[at]);
        }
    }
}
