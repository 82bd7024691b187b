namespace EdgeLstm.Quantize.Reference;

/// <summary>
/// Sees one layer's step: its <paramref name="input"/> [I]; the <paramref name="sums"/> before activation, [4·H] as i, f, g, o of an
/// LSTM, [O] of a dense layer; the <paramref name="cell"/> state after the step [H], empty for a dense layer; its <paramref name="output"/>.
/// </summary>
public delegate void LayerObserver(int layer, ReadOnlySpan<float> input, ReadOnlySpan<float> sums, ReadOnlySpan<float> cell, ReadOnlySpan<float> output);
