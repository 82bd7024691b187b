namespace EdgeLstm.Quantize.Graph;

/// <summary>What a dense layer applies to its sums. Softmax is over all of the layer's outputs.</summary>
public enum Activation
{
    Identity,
    Relu,
    Sigmoid,
    Tanh,
    Softmax,
}
