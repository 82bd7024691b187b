namespace EdgeLstm.Quantize.Commands;

/// <summary>Outputs of a model: <paramref name="Shape"/> is [N,O], or [N,T,O] where every step has one.</summary>
public sealed record Predictions(IReadOnlyList<int> Shape, float[] Values)
{
    /// <summary>Input values beyond the quantized range, over the whole run.</summary>
    public long SaturatedInputs { get; init; }
}
