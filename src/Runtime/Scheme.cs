namespace EdgeLstm;

/// <summary>How a model's weights and activations are held.</summary>
public enum Scheme
{
    /// <summary>int8 weights, int8 activations.</summary>
    Int8,

    /// <summary>int8 weights, int16 activations.</summary>
    Int8x16,

    /// <summary>float32 throughout.</summary>
    Float32,
}
