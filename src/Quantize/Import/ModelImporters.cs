using EdgeLstm.Quantize.Import.Keras;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Import.PyTorch;
using EdgeLstm.Quantize.Import.RtNeural;

namespace EdgeLstm.Quantize.Import;

/// <summary>The formats of trained models that are read: the one place outside of an importer's folder that names it.</summary>
static class ModelImporters
{
    /// <summary>In the order in which they are asked. What two of them recognise would be the first one's.</summary>
    public static IReadOnlyList<IModelImporter> All { get; } =
        [new OnnxImporter(), new KerasImporter(), new RtNeuralImporter(), new PyTorchImporter()];

    /// <summary>All formats, for messages and help: <c>ONNX or RTNeural's JSON</c>.</summary>
    public static string Formats { get; } = OneOf(All.Select(importer => importer.Format));

    /// <summary>Who reads this file, told by its content; null where nobody does.</summary>
    public static IModelImporter? Of(ModelFile file) => All.FirstOrDefault(importer => importer.Recognises(file));

    /// <summary><c>a, b or c</c>.</summary>
    internal static string OneOf(IEnumerable<string> formats)
    {
        string[] all = [.. formats];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }
}
