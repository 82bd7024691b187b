namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>A sequential or functional model's layers, and which of their outputs it takes and gives.</summary>
/// <param name="Shape">Of the input, [batch, …] with null for what is free; null where the architecture has none.</param>
sealed record KerasGraph(string Name, IReadOnlyList<KerasLayer> Layers, IReadOnlyList<TensorRef> Inputs,
    IReadOnlyList<TensorRef> Outputs, int?[]? Shape);
