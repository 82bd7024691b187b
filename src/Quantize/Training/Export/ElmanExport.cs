using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>ONNX's RNN.</summary>
sealed class ElmanExport : CellExport
{
    public override bool IsStandard => true;

    public override StandardNode Standard(int units, LayerWeights weights) =>
        new("RNN", weights.Take(ParameterKind.InputWeights), weights.Take(ParameterKind.RecurrentWeights),
            [.. weights.Take(ParameterKind.Bias), .. new float[units]], null, []);

    public override EdgeLstmDomainLayers.Node Own(int inputs, int units, LayerWeights weights) =>
        throw new InvalidOperationException("ONNX's RNN has all of it.");

    public override string[] Step(StepBody body) => throw new InvalidOperationException("ONNX's RNN has all of it.");
}
