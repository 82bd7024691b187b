using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training;

/// <summary>Rounds weights for the products; the gradient of what was rounded moves the weights behind it (straight-through).</summary>
static class WeightRounding
{
    /// <summary>Multiples of the step on either side of 0 in five-level weights.</summary>
    const int Levels = 2;

    public static void Apply(RoundingKind kind, double step, IReadOnlyList<ParameterBlock> blocks, ReadOnlySpan<float> from, Span<float> to)
    {
        from.CopyTo(to);
        foreach (var block in blocks.Where(block => block.Kind is ParameterKind.InputWeights or ParameterKind.RecurrentWeights))
        {
            if (kind == RoundingKind.FiveLevels)
                FiveLevels(step, block.Of(to)[(block.Choosing.Start.Value * block.Columns)..(block.Choosing.End.Value * block.Columns)]);
            else if (kind == RoundingKind.Int8)
                for (int row = 0; row < block.Rows; row++)
                    Int8(block.Of(to).Slice(row * block.Columns, block.Columns));
        }
    }

    static void FiveLevels(double step, Span<float> weights)
    {
        foreach (ref float weight in weights)
            weight = (float)(Math.Clamp(Math.Round(weight / step), -Levels, Levels) * step);
    }

    static void Int8(Span<float> row)
    {
        float scale = System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<float>(row) is var largest && Math.Abs(largest) > 0 ? Math.Abs(largest) / 127 : 1;
        foreach (ref float weight in row)
            weight = MathF.Round(weight / scale) * scale;
    }
}
