namespace EdgeLstm.Quantize.Evaluation;

/// <summary>Outputs of a model: <paramref name="Shape"/> is [N,O], or [N,T,O] where every step has one.</summary>
sealed record Predictions(IReadOnlyList<int> Shape, float[] Values)
{
    /// <summary>Rows of each window that the model gave, [N], zeros behind them; null where it gave all.</summary>
    public IReadOnlyList<int>? Rows { get; init; }

    /// <summary>The values of the rows that the model gave, one window behind the other.</summary>
    public float[] Given => Rows is null ? Values
        : [.. Enumerable.Range(0, Rows.Count).SelectMany(
        n => Values.AsSpan(n * (Values.Length / Rows.Count), Rows[n] * Shape[^1]).ToArray())];

    /// <summary>Input values beyond the quantized range, over the whole run.</summary>
    public long SaturatedInputs { get; init; }

    /// <summary>Steps of layers in which a quantized state was cut off, likewise.</summary>
    public long SaturatedStates { get; init; }
}
