namespace EdgeLstm.Quantize.Training;

/// <summary>Which equations a recurrent layer is trained with.</summary>
abstract record CellSpec
{
    /// <summary>The gates that choose between old and new, where the cell has such.</summary>
    public GateSpec Gates { get; init; } = GateSpec.Soft;
}
