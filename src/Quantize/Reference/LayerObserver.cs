namespace EdgeLstm.Quantize.Reference;

/// <summary>Sees one layer's step.</summary>
delegate void LayerObserver(LayerStep step);
