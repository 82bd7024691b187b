namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>The weights of one layer, or of a layer inside of it.</summary>
abstract class LayerWeights
{
    /// <summary>Its own arrays, in the order in which Keras makes them.</summary>
    /// <param name="most">How many are read; others behind them may be no weights.</param>
    public abstract IReadOnlyList<KerasArray> Own(int most = int.MaxValue);

    /// <summary>Those of a layer that it wraps: cell, layer.</summary>
    public abstract LayerWeights Inner(string name);

    /// <summary>Those of one of the two layers of a Bidirectional.</summary>
    public abstract LayerWeights Direction(bool backward);

    /// <summary>Those of a model in the place of a layer.</summary>
    public abstract ModelWeights Model();
}
