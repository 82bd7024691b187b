namespace EdgeLstm.Quantize.Import.PyTorch.Pickles;

/// <summary>How a tensor lies in its storage: nothing of it is checked or read yet. Offset and strides count elements.</summary>
sealed record TensorView(StorageName Storage, long Offset, long[] Sizes, long[] Strides);
