namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>What of Keras a file is, told by its content.</summary>
enum KerasKind
{
    None,

    /// <summary>HDF5: a model of Keras 1, 2 or tf.keras, or weights alone.</summary>
    Hdf5,

    /// <summary>A zip archive of Keras 3.</summary>
    Archive,

    /// <summary>The architecture as model.to_json writes it, whose weights are in another file.</summary>
    Json,
}
