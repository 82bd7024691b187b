namespace EdgeLstm.Quantize.Commands;

/// <summary>Outputs of a model: <paramref name="Shape"/> is [N,O], or [N,T,O] where every step has one.</summary>
public sealed record Predictions(IReadOnlyList<int> Shape, float[] Values)
{
    /// <summary>Rows of each window that the model gave, [N], zeros behind them; null where it gave all.</summary>
    public IReadOnlyList<int>? Rows { get; init; }

    /// <summary>Input values beyond the quantized range, over the whole run.</summary>
    public long SaturatedInputs { get; init; }
}
