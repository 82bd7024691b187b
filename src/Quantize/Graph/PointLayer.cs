namespace EdgeLstm.Quantize.Graph;

/// <summary>A layer whose output depends on nothing but its input at the same step, and that has no sums.</summary>
abstract record PointLayer : Layer
{
    /// <summary>y [<see cref="Layer.Outputs"/>] of x [<see cref="Layer.Inputs"/>].</summary>
    public abstract void Apply(ReadOnlySpan<float> x, Span<float> y);
}
