namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>The weights of a model's layers.</summary>
abstract class ModelWeights
{
    public abstract LayerWeights Of(KerasLayer layer);
}
