using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Commands;

/// <summary>Opens a model by its file's ending.</summary>
public static class ModelLoader
{
    public static IPredictor Open(string path) => Kind(path) switch
    {
        ModelKind.Onnx => throw new NotImplementedException("the float32 interpreter"),
        _ => throw new NotImplementedException("the integer runner"),
    };

    public static Network Import(string path) => Kind(path) switch
    {
        ModelKind.Onnx => throw new NotImplementedException("the ONNX importer"),
        _ => throw Unknown(path, ".onnx"),
    };

    public static ModelKind Kind(string path)
    {
        if (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            return ModelKind.Onnx;
        if (path.EndsWith(".elstm", StringComparison.OrdinalIgnoreCase))
            return ModelKind.Artifact;
        throw Unknown(path, ".onnx or .elstm");
    }

    static ModelException Unknown(string path, string expected) => new(
        ErrorCatalogue.UnknownModelKind, $"'{Path.GetExtension(path)}' as the model's ending", expected,
        "export the model to ONNX, or quantize it with 'edgelstm quantize'", path);
}
