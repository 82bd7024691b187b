using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit.Layers;

sealed class LstmEmitter(ModelArtifact model, int index, ArtifactLstm layer) : RecurrentEmitter(model, index, layer)
{
    public override string Description => $"LSTM {layer.Inputs} → {layer.Outputs}" + (layer.BinaryGates ? ", binary gates" : "") + (layer is ArtifactCompressedLstm compressed ? $", {compressed.Description}" : "");

    protected override int HiddenLength => layer.Outputs;

    public override IEnumerable<StateLayout.Field> Fields =>
    [
        new(Index, "h", Activation, CellShape.Padded(layer.Outputs), $"hidden state [{layer.Outputs}]"),
        new(Index, "c", Cell, CellShape.Padded(layer.Outputs), $"cell state [{layer.Outputs}]"),
    ];

    protected override void Declaration(CodeWriter code, string constants) => code.Line(
        $"public static readonly global::EdgeLstm.Layers.{(IsFloat ? "Float" : "")}LstmLayer Layer{Index} = new(inputs: {layer.Inputs}, units: {layer.Outputs}, {Compression}{constants}"
        + (IsFloat ? "" : $", cellBits: {layer.CellBits}, hiddenScale: {layer.HiddenScale}{(layer.BinaryGates ? ", binaryGates: true" : "")}{(layer is ArtifactCompressedLstm { Columns: > 0 and var columns } ? $", columns: {columns}" : "")}{Activations}") + ");");

    /// <summary>How the rows are stored, where not as int8.</summary>
    string Compression => layer is ArtifactCompressedLstm { Rank: var rank, Forms: var forms }
        ? $"rank: {rank}, [{string.Join(", ", forms.Select(form => $"global::EdgeLstm.RowForm.{form}"))}], "
        : "";

    /// <summary>What their levels may be added in.</summary>
    string Activations => layer is ArtifactCompressedLstm && Model.Scheme == Scheme.Int8 ? ", int8Activations: true" : "";
}
