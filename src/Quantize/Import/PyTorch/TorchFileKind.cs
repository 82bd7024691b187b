namespace EdgeLstm.Quantize.Import.PyTorch;

/// <summary>How PyTorch's weights are kept in a file.</summary>
enum TorchFileKind
{
    None,

    /// <summary>A zip archive of a pickle and storages: what torch.save writes since 1.6, and TorchScript's archives.</summary>
    Archive,

    /// <summary>Pickles one behind the other, then storages: torch.save before 1.6, or when asked for.</summary>
    Legacy,

    /// <summary>A header of JSON, then numbers.</summary>
    Safetensors,
}
