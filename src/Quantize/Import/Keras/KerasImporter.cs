using System.Security.Cryptography;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>
/// Reads Keras's files: .h5 of Keras 1, 2 and tf.keras, .keras of Keras 3, and weights with the architecture beside them. What it cannot
/// represent exactly it refuses, by the layer's name and class; nothing out of a file is executed.
/// </summary>
sealed class KerasImporter : IModelImporter
{
    /// <inheritdoc/>
    public string Format => "Keras (.h5, .keras)";

    /// <inheritdoc/>
    public bool Recognises(ModelFile file) => KerasSignature.Of(file) != KerasKind.None;

    (Network? Network, IReadOnlyList<ModelException> Refusals) IModelImporter.Inspect(string path) => Inspect(path);

    /// <summary>The network of a file that is known to be Keras's, or the first reason why there is none.</summary>
    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static Network Import(string path)
    {
        var (network, refusals) = Inspect(path);
        return network ?? throw refusals[0];
    }

    /// <summary>The network; or null and the reasons why there is none.</summary>
    public static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string path)
    {
        try
        {
            return Inspect(InputFile.ReadModel(path, ModelFile.MaxSize), path);
        }
        catch (ModelException refusal)
        {
            return (null, [refusal]);
        }
    }

    /// <param name="path">Where the bytes come from, and what may be the other half of the model lies.</param>
    internal static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(byte[] bytes, string path)
    {
        string file = Path.GetFileName(path), described = file;
        try
        {
            using var model = KerasFile.Open(bytes, path);
            described = $"{file} ({model.Producer})";
            var graph = GraphReader.Read(model.Model, file);
            var refusals = KerasBuilder.Refusals(graph, file);
            if (refusals.Count > 0)
                return (null, [.. refusals.Select(refusal => refusal.Of(described))]);
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return (KerasAssembly.Assemble(graph, model, file) with { SourceSha256 = hash }, []);
        }
        catch (ModelException refusal)
        {
            return (null, [described == file ? refusal.In(file) : refusal.Of(described)]);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            // A name that is no text: half of a surrogate pair, for one.
            return (null, [new(ErrorCatalogue.NotKeras, $"an architecture that cannot be read ({e.Message.Short()})", "Keras's JSON",
                "copy the file again, or save the model again with model.save", file)]);
        }
        catch (OutOfMemoryException)
        {
            return (null, [new(ErrorCatalogue.ModelTooLarge, "more than this machine's memory", "a model that fits a small board",
                "use a smaller model", file)]);
        }
    }
}
