using System.ComponentModel;

namespace EdgeLstm;

/// <summary>
/// Functions of one number, in the numbers that float cells have among their constants; softmax and its logarithm are of all of a
/// layer's values.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public enum FunctionKind
{
    /// <summary>v.</summary>
    Identity,

    /// <summary>1 / (1 + e^−v).</summary>
    Sigmoid,

    /// <summary>tanh v.</summary>
    Tanh,

    /// <summary>max(0, v).</summary>
    Relu,

    /// <summary>v where v ≥ 0, alpha·v below.</summary>
    LeakyRelu,

    /// <summary>v where v &gt; alpha, else 0.</summary>
    ThresholdedRelu,

    /// <summary>alpha·v + beta, cut to 0 … 1.</summary>
    HardSigmoid,

    /// <summary>alpha·tanh(beta·v).</summary>
    ScaledTanh,

    /// <summary>v where v ≥ 0, alpha·(e^v − 1) below.</summary>
    Elu,

    /// <summary>v / (1 + |v|).</summary>
    Softsign,

    /// <summary>ln(1 + e^v).</summary>
    Softplus,

    /// <summary>alpha·v + beta.</summary>
    Affine,

    /// <summary>1 where v ≥ 0, 0 below.</summary>
    Step,

    /// <summary>0 below −alpha, 1 from alpha up, ½ between.</summary>
    ThreeLevel,

    /// <summary>e^v / Σ e^v.</summary>
    Softmax,

    /// <summary>v − ln Σ e^v, of all of a layer's values.</summary>
    LogSoftmax,

    /// <summary>e^v; of v above 88 as of 88, which a float32 still holds.</summary>
    Exp,

    /// <summary>v / (1 + e^−v), which Keras calls swish, too.</summary>
    Silu,

    /// <summary>v · Φ(v), Φ being the normal distribution's: v/2 · (1 + erf(v/√2)).</summary>
    Gelu,

    /// <summary>The same by tanh: v/2 · (1 + tanh(√(2/π) · (v + 0.044715 v³))).</summary>
    GeluTanh,
}
