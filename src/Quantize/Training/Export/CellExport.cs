namespace EdgeLstm.Quantize.Training.Export;

/// <summary>How one kind of cell is written as ONNX: a class a cell, in a file beside.</summary>
abstract class CellExport
{
    /// <summary>Whether the standard operators have these equations.</summary>
    public abstract bool IsStandard { get; }

    /// <summary>One direction as ONNX's own LSTM, GRU or RNN, where <see cref="IsStandard"/>.</summary>
    public abstract StandardNode Standard(int units, LayerWeights weights);

    /// <summary>The same as a node of domain edgelstm, where not.</summary>
    public abstract EdgeLstmDomainLayers.Node Own(int inputs, int units, LayerWeights weights);

    /// <summary>One step of that in ONNX's own operators.</summary>
    /// <returns>The states' names; the first is the output.</returns>
    public abstract string[] Step(StepBody body);

    /// <summary>Whether σ is all that the gates compute: the standard operators have no gates of few levels.</summary>
    protected static bool AreSmooth(GateSpec gates) => gates.Kind is not (GateKind.Hard or GateKind.Three);
}
