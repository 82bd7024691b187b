namespace EdgeLstm.Generator.Model;

/// <summary>How a value stands between two layers of an integer scheme; in float32 everything is floats.</summary>
enum ValueForm
{
    /// <summary>Activation units: int8 or int16.</summary>
    Units,

    /// <summary>Float32, in the network's own units.</summary>
    Floats,

    /// <summary>As whoever reads it asks: a layer that only moves values.</summary>
    AsRead,
}
