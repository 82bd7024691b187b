using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Cells;

namespace EdgeLstm.Tool.Reports;

/// <summary>Who wrote a layer's equation down; what every textbook has is elementary.</summary>
static class EquationSource
{
    const string Elementary = "elementary";
    const string TimeDelay = "Waibel 1989"; // time-delay networks: a convolution over time
    const string LayerNormalisation = "Ba 2016", Softmax = "Bridle 1990", Residual = "He 2016";

    public static string Of(Layer layer) => layer switch
    {
        RecurrentLayer recurrent => recurrent.Cell.Source,
        ConvLayer => TimeDelay,
        NormLayer => LayerNormalisation,
        AddLayer => Residual,
        DenseLayer { Activation.IsSoftmax: true } or ActivationLayer { Activation.IsSoftmax: true } => Softmax,
        _ => Elementary,
    };

    public static string Of(ArtifactLayer layer, Scheme scheme) => layer switch
    {
        ArtifactLstm lstm => (lstm.BinaryGates ? LstmCell.Binary : new()).Source,
        ArtifactCell cell => CellNames.Source(cell, scheme),
        ArtifactConv => TimeDelay,
        ArtifactNorm => LayerNormalisation,
        ArtifactAdd => Residual,
        ArtifactDense { Function.Kind: FunctionKind.Softmax } or ArtifactActivation { Function.Kind: FunctionKind.Softmax } => Softmax,
        _ => Elementary,
    };
}
