namespace EdgeLstm.Quantize.Import.PyTorch.Files;

/// <summary>The weights of a file, before anybody knows of which modules.</summary>
/// <param name="Tensors">In the file's order.</param>
/// <param name="IsOrdered">Whether that order is the modules': safetensors are sorted by name.</param>
/// <param name="Beside">What else stands in the file, by name: <c>epoch</c>, <c>optimizer</c>.</param>
sealed record TensorFile(IReadOnlyList<StoredTensor> Tensors, bool IsOrdered, IReadOnlyList<string> Beside);
