using EdgeLstm.Generator.Model.Lowering;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Interpreter;

/// <summary>The runtime's object of a layer, of the arguments that the program gives it: the printer writes the same ones as C#.</summary>
static class LayerObjects
{
    public static object Of(LayerObject layer)
    {
        var a = new ObjectArguments(layer);
        object made = layer.Type switch
        {
            "LstmLayer" when a.Has("rank") => new LstmLayer(
                inputs: a.Int("inputs"), hiddenSize: a.Int("hiddenSize"), rank: a.Int("rank"),
                forms: [.. a.Unnamed<IReadOnlyList<RowForm>>()], data: a.Unnamed<byte[]>(), cellBits: a.Int("cellBits"),
                hiddenScale: (short)a.Int("hiddenScale"), binaryGates: a.Flag("binaryGates"), columns: a.Int("columns", 0),
                int8Activations: a.Flag("int8Activations")),
            "LstmLayer" => new LstmLayer(
                inputs: a.Int("inputs"), hiddenSize: a.Int("hiddenSize"), data: a.Unnamed<byte[]>(), cellBits: a.Int("cellBits"),
                hiddenScale: (short)a.Int("hiddenScale"), binaryGates: a.Flag("binaryGates")),
            "FloatLstmLayer" => new FloatLstmLayer(inputs: a.Int("inputs"), hiddenSize: a.Int("hiddenSize"), data: a.Unnamed<byte[]>()),
            "CellLayer" => new CellLayer(
                kind: a.Unnamed<CellKind>(), flags: a.Unnamed<CellFlags>(), inputs: a.Int("inputs"), hiddenSize: a.Int("hiddenSize"),
                outputs: a.Int("outputs"), data: a.Unnamed<byte[]>()),
            "FloatCellLayer" => new FloatCellLayer(
                kind: a.Unnamed<CellKind>(), flags: a.Unnamed<CellFlags>(), inputs: a.Int("inputs"), hiddenSize: a.Int("hiddenSize"),
                outputs: a.Int("outputs"), data: a.Unnamed<byte[]>()),
            "DenseLayer" => new DenseLayer(inputs: a.Int("inputs"), outputs: a.Int("outputs"), data: a.Unnamed<byte[]>()),
            "FloatDenseLayer" => new FloatDenseLayer(inputs: a.Int("inputs"), outputs: a.Int("outputs"), data: a.Unnamed<byte[]>()),
            "ConvLayer" => new ConvLayer(
                inputs: a.Int("inputs"), outputs: a.Int("outputs"), kernel: a.Int("kernel"), dilation: a.Int("dilation"),
                data: a.Unnamed<byte[]>(), pad: a.Has("pad") ? a.Bytes("pad") : []),
            "FloatConvLayer" => new FloatConvLayer(
                inputs: a.Int("inputs"), outputs: a.Int("outputs"), kernel: a.Int("kernel"), dilation: a.Int("dilation"),
                data: a.Unnamed<byte[]>()),
            var type => throw new InvalidOperationException($"Nothing makes a {type}."),
        };
        a.RequireAllTaken();
        return made;
    }
}
