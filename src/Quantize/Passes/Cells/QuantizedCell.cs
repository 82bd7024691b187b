namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>One integer recurrent layer as the artifact takes it.</summary>
/// <param name="Data">Constants, as the runtime's CellLayer documents them.</param>
/// <param name="HiddenUnit">Activation units of an output of 1.</param>
/// <param name="CellUnit">Units of the state c per 1; 0 where the cell has none.</param>
/// <param name="Tables">How many functions are tables.</param>
/// <param name="Initial">h in activations, then c in int16; empty where all are zero.</param>
sealed record QuantizedCell(byte[] Data, double HiddenUnit, double CellUnit, byte[] Initial, int Tables);
