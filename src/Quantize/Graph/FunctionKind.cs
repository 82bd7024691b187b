namespace EdgeLstm.Quantize.Graph;

/// <summary>The functions of one number that gates, cells and layers apply; <see cref="ScalarFunction"/> has their formulas.</summary>
public enum FunctionKind
{
    Identity,
    Sigmoid,
    Tanh,
    Relu,
    LeakyRelu,
    ThresholdedRelu,
    HardSigmoid,
    ScaledTanh,
    Elu,
    Softsign,
    Softplus,
    Affine,
    Step,
    ThreeLevel,
}
