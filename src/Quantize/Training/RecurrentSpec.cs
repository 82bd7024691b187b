namespace EdgeLstm.Quantize.Training;

/// <summary>
/// A recurrent layer of <paramref name="HiddenSize"/>; <paramref name="Bidirectional"/>, two of them side by side, of which the second
/// takes the window from its end.
/// </summary>
sealed record RecurrentSpec(CellSpec Cell, int HiddenSize, bool Bidirectional = false)
{
    public int Outputs => Bidirectional ? 2 * HiddenSize : HiddenSize;
}
