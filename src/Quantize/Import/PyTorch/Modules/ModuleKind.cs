namespace EdgeLstm.Quantize.Import.PyTorch.Modules;

/// <summary>The modules that a file's tensors are taken for.</summary>
enum ModuleKind
{
    Lstm,
    Gru,
    Rnn,

    /// <summary>Conv1d.</summary>
    Conv,

    /// <summary>Linear.</summary>
    Dense,

    LayerNorm,

    /// <summary>BatchNorm1d.</summary>
    BatchNorm,
}
