using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit.Layers;

sealed class CellEmitter(ModelArtifact model, int index, ArtifactCell layer) : RecurrentEmitter(model, index, layer)
{
    public override string Description => $"{layer.Description} {layer.Inputs} → {layer.Outputs}";

    protected override int HiddenLength => layer.Outputs;

    public override IEnumerable<StateLayout.Field> Fields
    {
        get
        {
            int cell = layer.CellLength(Model.Scheme);
            yield return new(Index, "h", Activation, layer.HiddenLength, layer.Shape.Sections == 1 ? $"hidden state [{layer.Outputs}]" : $"hidden state and gates [4 · {layer.Outputs}]");
            if (cell != 0)
                yield return new(Index, "c", Cell, cell, layer.Cell == CellKind.Lstm ? $"cell state [{layer.HiddenSize}]" : $"hidden state [{layer.HiddenSize}], whole");
        }
    }

    protected override string NoState => layer.CellLength(Model.Scheme) == 0 ? ", []" : "";

    protected override void Declaration(CodeWriter code, string constants) => code.Line(
        $"public static readonly global::EdgeLstm.Layers.{(IsFloat ? "Float" : "")}CellLayer Layer{Index} = new(global::EdgeLstm.CellKind.{layer.Cell}, {Flags}, inputs: {layer.Inputs}, units: {layer.HiddenSize}, outputs: {layer.Outputs}, {constants});");

    string Flags => string.Join(" | ", layer.Flags.ToString().Split(',').Select(flag => "global::EdgeLstm.CellFlags." + flag.Trim()));
}
