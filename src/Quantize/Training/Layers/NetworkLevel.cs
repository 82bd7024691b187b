using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>
/// A level of the network over one block: one recurrent layer, or two that run in opposite directions, and what the level above reads of
/// them.
/// </summary>
sealed class NetworkLevel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly RecurrentPass<T> _forward;
    readonly RecurrentPass<T>? _reverse;
    readonly int _units, _place, _steps;
    readonly double _dropout;
    readonly Sequence<T> _joined, _joinedGradient;
    readonly T[] _mask;

    /// <summary>
    /// The passes of <paramref name="layers"/>, one or two; <paramref name="isLast"/>: only the states in which they end are read.
    /// </summary>
    public NetworkLevel(IReadOnlyList<RecurrentLayer<T>> layers, int steps, int lanes, int place, double dropout, bool isLast)
    {
        _forward = layers[0].CreatePass(steps, lanes);
        _reverse = layers.Count > 1 ? layers[1].CreatePass(steps, lanes) : null;
        (_units, _place, _steps, _dropout) = (layers[0].HiddenSize, place, steps, dropout);
        IsCopied = !isLast && (_reverse is not null || dropout > 0);
        if (IsCopied)
            (_joined, _joinedGradient) = (new(steps, layers.Count * _units, lanes), new(steps, layers.Count * _units, lanes));
        _mask = new T[dropout > 0 ? layers.Count * _units * lanes : 0];
    }

    /// <summary>Whether what the level above reads is a copy: of two directions side by side, or with values hidden.</summary>
    bool IsCopied { get; }

    /// <summary>[outputs] at each step, for the level above, and where that adds its gradient.</summary>
    public Sequence<T> Output => IsCopied ? _joined : _forward.Output;

    public Sequence<T> OutputGradient => IsCopied ? _joinedGradient : _forward.OutputGradient;

    public void Forward(Sequence<T> x, PassContext context)
    {
        _forward.Forward(x, context);
        _reverse?.Forward(x.Reversed(), context);
        if (!IsCopied)
            return;
        int half = _units * _joined.Lanes;
        for (int t = 0; t < _joined.Steps; t++)
        {
            _forward.Output[t].CopyTo(_joined[t]);
            _reverse?.Output.Reversed()[t].CopyTo(_joined[t][half..]);
            Hide(_joined[t], t, context);
        }
    }

    /// <summary>The states [units] of each direction in which the window ended.</summary>
    public void Final(Span<T> target, PassContext context)
    {
        var first = _forward.Output[_steps - 1];
        first.CopyTo(target);
        _reverse?.Output[_steps - 1].CopyTo(target[first.Length..]);
        Hide(target, _steps, context);
    }

    public void ClearGradient()
    {
        _forward.ClearGradient();
        _reverse?.ClearGradient();
        if (IsCopied)
            _joinedGradient.Clear();
    }

    /// <summary>Adds the gradient of what <see cref="Final"/> gave.</summary>
    public void AddFinal(Span<T> gradient, PassContext context)
    {
        Hide(gradient, _steps, context);
        var first = _forward.OutputGradient[_steps - 1];
        VectorSpan.Add<T>(gradient[..first.Length], first);
        if (_reverse is not null)
            VectorSpan.Add<T>(gradient[first.Length..], _reverse.OutputGradient[_steps - 1]);
    }

    public void Backward(Sequence<T> x, Sequence<T>? xGradient, Span<T> gradient, PassContext context)
    {
        if (IsCopied)
        {
            int half = _units * _joined.Lanes;
            for (int t = 0; t < _joined.Steps; t++)
            {
                Hide(_joinedGradient[t], t, context);
                VectorSpan.Add<T>(_joinedGradient[t][..half], _forward.OutputGradient[t]);
                if (_reverse is not null)
                    VectorSpan.Add<T>(_joinedGradient[t][half..], _reverse.OutputGradient.Reversed()[t]);
            }
        }

        _forward.Backward(x, xGradient, gradient, context);
        _reverse?.Backward(x.Reversed(), xGradient?.Reversed(), gradient, context);
    }

    /// <summary>Dropout; the same mask for the values of a step and for their gradient.</summary>
    void Hide(Span<T> values, int step, PassContext context)
    {
        if (!context.Training || _dropout == 0)
            return;
        Noise.DropoutMask(context.KeyOf(_place, step), _dropout, _mask.AsSpan());
        VectorSpan.Multiply<T>(values, _mask, values);
    }
}
