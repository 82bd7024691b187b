namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The runtime's CellFlags: what an LSTM variant lacks or has more.</summary>
[Flags]
public enum ArtifactCellFlags
{
    None = 0,
    NoInputGate = 1,
    NoForgetGate = 2,
    NoOutputGate = 4,
    Coupled = 8,
    Peepholes = 16,
    FullGateRecurrence = 32,
}
