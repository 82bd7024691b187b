using System.Security.Cryptography;
using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.RtNeural;

/// <summary>
/// Reads the JSON that RTNeural's scripts write: a Keras model's list of layers, or a PyTorch state dictionary whose modules stand in the order in which they run.
/// </summary>
sealed class RtNeuralImporter : IModelImporter
{
    /// <inheritdoc/>
    public string Format => "RTNeural's JSON";

    /// <inheritdoc/>
    public bool Recognises(ModelFile file) => RtNeuralSignature.IsIn(file);

    (Network? Network, IReadOnlyList<ModelException> Refusals) IModelImporter.Inspect(string path) => Inspect(path);

    /// <summary>The network of a file that is known to be of this format.</summary>
    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static Network Import(string path) => Import(InputFile.ReadModel(path, ModelFile.MaxSize), Path.GetFileName(path));

    /// <summary>The network, or the reason why there is none.</summary>
    public static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string path)
    {
        try
        {
            return (Import(path), []);
        }
        catch (ModelException refusal)
        {
            return (null, [refusal]);
        }
    }

    internal static Network Import(byte[] bytes, string file)
    {
        try
        {
            using var document = Parse(bytes);
            var root = document.RootElement;
            var notes = new List<string>();
            var layers = root.ValueKind != JsonValueKind.Object ? throw new JsonException("no object")
                : root.TryGetProperty("layers", out var list) ? KerasModel.Read(root, list, file, notes)
                : StateDictionary.Read(root, file, notes);
            if (layers.Count == 0)
                throw new ModelException(ErrorCatalogue.NotRtNeural, "no layers", "at least one", "export the model again", file);
            return new()
            {
                Name = Path.GetFileNameWithoutExtension(file),
                Inputs = Channels("x", layers[0].Inputs),
                Outputs = Channels("y", layers[^1].Outputs),
                Layers = layers,
                Heads = [layers.Count - 1],
                EveryStep = true,
                Source = file,
                Notes = notes,
                SourceSha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                SourceWeightBytes = 4 * layers.Sum(layer => layer.Parameters),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            throw new ModelException(ErrorCatalogue.NotRtNeural, "no JSON of RTNeural", "an object with 'layers', or a PyTorch state dictionary", "export the model with RTNeural's scripts", file);
        }
    }

    static JsonDocument Parse(byte[] bytes)
    {
        var text = bytes.AsMemory(bytes.Length - ByteOrderMark.Skip(bytes).Length);
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException) when (NotNumbers.Quoted(text.Span) is { } quoted)
        {
            return JsonDocument.Parse(quoted);
        }
    }

    static Channel[] Channels(string name, int count) => [.. ChannelNames.Default(name, count).Select(channel => new Channel(channel.Name))];
}
