namespace EdgeLstm.Quantize.Reference;

/// <summary>Sees one layer's step.</summary>
public delegate void LayerObserver(LayerStep step);
