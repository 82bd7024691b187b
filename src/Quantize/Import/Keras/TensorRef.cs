namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>One output of one call of a layer: what another layer reads.</summary>
/// <param name="Node">Which of the layer's calls.</param>
/// <param name="Tensor">Which of that call's outputs.</param>
readonly record struct TensorRef(string Layer, int Node, int Tensor);
