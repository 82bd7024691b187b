namespace EdgeLstm.Gates;

/// <summary>The scalar functions of float cells, by ONNX's definitions, in the artifact's numbers.</summary>
enum FloatFunctionKind
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
