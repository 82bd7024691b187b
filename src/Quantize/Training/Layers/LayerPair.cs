using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>A level of the network over one block: one recurrent layer, or two that run in opposite directions, and what the level above reads of them.</summary>
sealed class LayerPair<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly RecurrentPass<T> forward;
    readonly RecurrentPass<T>? reverse;
    readonly int units, place, steps;
    readonly double dropout;
    readonly Sequence<T> joined, joinedGradient;
    readonly T[] mask;

    /// <summary>The passes of <paramref name="layers"/>, one or two; <paramref name="isLast"/>: only the states in which they end are read.</summary>
    public LayerPair(IReadOnlyList<RecurrentLayer<T>> layers, int steps, int lanes, int place, double dropout, bool isLast)
    {
        forward = layers[0].CreatePass(steps, lanes);
        reverse = layers.Count > 1 ? layers[1].CreatePass(steps, lanes) : null;
        (units, this.place, this.steps, this.dropout) = (layers[0].Units, place, steps, dropout);
        IsCopied = !isLast && (reverse is not null || dropout > 0);
        if (IsCopied)
            (joined, joinedGradient) = (new(steps, layers.Count * units, lanes), new(steps, layers.Count * units, lanes));
        mask = new T[dropout > 0 ? layers.Count * units * lanes : 0];
    }

    /// <summary>Whether what the level above reads is a copy: of two directions side by side, or with values hidden.</summary>
    bool IsCopied { get; }

    /// <summary>[outputs] at each step, for the level above, and where that adds its gradient.</summary>
    public Sequence<T> Output => IsCopied ? joined : forward.Output;

    public Sequence<T> OutputGradient => IsCopied ? joinedGradient : forward.OutputGradient;

    public void Forward(Sequence<T> x, PassContext context)
    {
        forward.Forward(x, context);
        reverse?.Forward(x.Reversed(), context);
        if (!IsCopied)
            return;
        int half = units * joined.Lanes;
        for (int t = 0; t < joined.Steps; t++)
        {
            forward.Output[t].CopyTo(joined[t]);
            reverse?.Output.Reversed()[t].CopyTo(joined[t][half..]);
            Hide(joined[t], t, context);
        }
    }

    /// <summary>The states [units] of each direction in which the window ended.</summary>
    public void Final(Span<T> target, PassContext context)
    {
        var first = forward.Output[steps - 1];
        first.CopyTo(target);
        reverse?.Output[steps - 1].CopyTo(target[first.Length..]);
        Hide(target, steps, context);
    }

    public void ClearGradient()
    {
        forward.ClearGradient();
        reverse?.ClearGradient();
        if (IsCopied)
            joinedGradient.Clear();
    }

    /// <summary>Adds the gradient of what <see cref="Final"/> gave.</summary>
    public void AddFinal(Span<T> gradient, PassContext context)
    {
        Hide(gradient, steps, context);
        var first = forward.OutputGradient[steps - 1];
        VectorSpan.Add<T>(gradient[..first.Length], first);
        if (reverse is not null)
            VectorSpan.Add<T>(gradient[first.Length..], reverse.OutputGradient[steps - 1]);
    }

    public void Backward(Sequence<T> x, Sequence<T>? xGradient, Span<T> gradient, PassContext context)
    {
        if (IsCopied)
        {
            int half = units * joined.Lanes;
            for (int t = 0; t < joined.Steps; t++)
            {
                Hide(joinedGradient[t], t, context);
                VectorSpan.Add<T>(joinedGradient[t][..half], forward.OutputGradient[t]);
                if (reverse is not null)
                    VectorSpan.Add<T>(joinedGradient[t][half..], reverse.OutputGradient.Reversed()[t]);
            }
        }

        forward.Backward(x, xGradient, gradient, context);
        reverse?.Backward(x.Reversed(), xGradient?.Reversed(), gradient, context);
    }

    /// <summary>Dropout; the same mask for the values of a step and for their gradient.</summary>
    void Hide(Span<T> values, int step, PassContext context)
    {
        if (!context.Training || dropout == 0)
            return;
        Noise.DropoutMask(context.KeyOf(place, step), dropout, mask.AsSpan());
        VectorSpan.Multiply<T>(values, mask, values);
    }
}
