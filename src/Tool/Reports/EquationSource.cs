using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Cells;

namespace EdgeLstm.Tool.Reports;

/// <summary>Who wrote a layer's equation down.</summary>
static class EquationSource
{
    public static string Of(Layer layer) => layer is RecurrentLayer recurrent ? recurrent.Cell.Source : layer.ToArtifact().Citation;

    public static string Of(ArtifactLayer layer, Scheme scheme) => layer switch
    {
        ArtifactLstm lstm => (lstm.BinaryGates ? LstmCell.Binary : new()).Source,
        ArtifactCell cell => CellNames.Source(cell, scheme),
        _ => layer.Citation,
    };
}
