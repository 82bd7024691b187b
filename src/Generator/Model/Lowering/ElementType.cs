namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>What memory holds.</summary>
enum ElementType
{
    /// <summary>Activation units of <see cref="Scheme.Int8"/>.</summary>
    Int8,

    /// <summary>Activation units of <see cref="Scheme.Int8x16"/>, and cell states of both integer schemes.</summary>
    Int16,

    /// <summary>Values in the network's own units.</summary>
    Float32,
}
