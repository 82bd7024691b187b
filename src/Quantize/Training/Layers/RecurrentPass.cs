using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>
/// One recurrent layer over one block of samples, first step to last and back. It knows nothing of direction: for a layer that takes the
/// window from its end, its caller turns the sequences round.
/// </summary>
abstract class RecurrentPass<T>(int steps, int stateRows, int outputs, int lanes)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected int Steps => steps;

    protected int Lanes => lanes;

    /// <summary>
    /// What the recurrent matrix reads, [stateRows]: slot 0 is the state before the first step, slot s + 1 that after step s. The output
    /// stands in its first rows.
    /// </summary>
    protected Sequence<T> State { get; } = new(steps + 1, stateRows, lanes);

    /// <summary>The loss's gradient with respect to <see cref="State"/>, gathered while the backward pass runs.</summary>
    protected Sequence<T> StateGradient { get; } = new(steps + 1, stateRows, lanes);

    /// <summary>[outputs] at each step.</summary>
    public Sequence<T> Output => State.Slice(1, steps).SliceRows(0, outputs);

    /// <summary>
    /// Where the readers of <see cref="Output"/> add their gradients, after <see cref="ClearGradient"/> and before <see cref="Backward"/>.
    /// </summary>
    public Sequence<T> OutputGradient => StateGradient.Slice(1, steps).SliceRows(0, outputs);

    public void ClearGradient() => StateGradient.Clear();

    public abstract void Forward(Sequence<T> x, PassContext context);

    /// <summary>
    /// Adds the parameters' gradient to <paramref name="gradient"/> and, unless null, that of <paramref name="x"/> to
    /// <paramref name="xGradient"/>. Leaves the pass unfit for anything but another forward.
    /// </summary>
    public abstract void Backward(Sequence<T> x, Sequence<T>? xGradient, Span<T> gradient, PassContext context);
}
