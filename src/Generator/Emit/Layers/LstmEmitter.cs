using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Generator.Emit;

sealed class LstmEmitter(ModelArtifact model, int index, ArtifactLstm layer) : RecurrentEmitter(model, index, layer)
{
    public override string Description => $"LSTM {layer.Inputs} → {layer.Outputs}";

    protected override int HiddenLength => layer.Outputs;

    public override IEnumerable<StateLayout.Field> Fields =>
    [
        new(Index, "h", Activation, StateLayout.Padded(layer.Outputs), $"hidden state [{layer.Outputs}]"),
        new(Index, "c", Cell, StateLayout.Padded(layer.Outputs), $"cell state [{layer.Outputs}]"),
    ];

    protected override void Declaration(CodeWriter code, string constants) => code.Line(
        $"public static readonly Layers::{(IsFloat ? "Float" : "")}LstmLayer Layer{Index} = new(inputs: {layer.Inputs}, units: {layer.Outputs}, {constants}"
        + (IsFloat ? "" : $", cellBits: {layer.CellBits}, hiddenScale: {layer.HiddenScale}") + ");");
}
