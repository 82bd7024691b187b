using System.Text;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Import.RtNeural;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>Opens a model by its file's ending.</summary>
public static class ModelLoader
{
    const long MaxArtifact = 512L << 20;

    /// <summary>A model to run: an .onnx or RTNeural's .json in float32, an .elstm in the arithmetic that ships.</summary>
    public static IPredictor Open(string path) => Kind(path) switch
    {
        ModelKind.Onnx or ModelKind.RtNeural => new FloatPredictor(Import(path)),
        _ => new ArtifactPredictor(Artifact(path)),
    };

    public static Network Import(string path) => Kind(path) switch
    {
        ModelKind.Onnx => OnnxImporter.Import(path),
        ModelKind.RtNeural => RtNeuralImporter.Import(path),
        _ => throw Unknown(path, ".onnx or .json"),
    };

    /// <summary>The network, or every reason why the file is refused.</summary>
    public static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string path) =>
        Kind(path) == ModelKind.RtNeural ? RtNeuralImporter.Inspect(path) : OnnxImporter.Inspect(path);

    /// <summary>Reads an artifact; errors name the file.</summary>
    public static ModelArtifact Artifact(string path)
    {
        if (Kind(path) != ModelKind.Artifact)
            throw Unknown(path, ".elstm");
        using var stream = InputFile.OpenModel(path, MaxArtifact);
        try
        {
            using var text = new StreamReader(stream, Encoding.UTF8);
            return ArtifactReader.Read(text.ReadToEnd());
        }
        catch (ModelException e)
        {
            throw e.In(path);
        }
    }

    public static ModelKind Kind(string path)
    {
        if (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            return ModelKind.Onnx;
        if (path.EndsWith(".elstm", StringComparison.OrdinalIgnoreCase))
            return ModelKind.Artifact;
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return ModelKind.RtNeural;
        throw Unknown(path, ".onnx, .elstm or RTNeural's .json");
    }

    static ModelException Unknown(string path, string expected) => new(
        ErrorCatalogue.UnknownModelKind, $"'{Path.GetExtension(path)}' as the model's ending", expected,
        "export the model to ONNX, or quantize it with 'edgelstm quantize'", path);
}
