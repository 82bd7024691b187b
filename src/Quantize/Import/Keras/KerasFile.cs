using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>Architecture, version and weights, out of one file or of two that lie side by side.</summary>
sealed class KerasFile : IDisposable
{
    readonly JsonDocument _architecture;
    readonly Hdf5File _hdf5;

    KerasFile(JsonDocument architecture, Hdf5File hdf5, ModelWeights weights, KerasVersion version, string? beside = null) =>
        (_architecture, _hdf5, Weights, Version, Beside) = (architecture, hdf5, weights, version, beside);

    /// <summary>class_name and config.</summary>
    public JsonElement Model => _architecture.RootElement;

    public ModelWeights Weights { get; }

    public KerasVersion Version { get; }

    /// <summary>The other file, where there are two.</summary>
    public string? Beside { get; }

    /// <summary>Which Keras wrote it, and over which library, for people.</summary>
    public string Producer
    {
        get
        {
            string version = !string.IsNullOrEmpty(Version.Text) ? Version.Text
                : Version.Major is { } major ? $"{major}" : "of a version that it does not say";
            string? backend = _hdf5.Text("", "backend") ?? _hdf5.Text("model_weights", "backend");
            return $"Keras {version.Short()}{(backend is null ? "" : $" on {backend.Short()}")}";
        }
    }

    /// <summary>Elements of the weights that were read.</summary>
    public long Elements => _hdf5.Elements;

    public void Dispose()
    {
        _hdf5.Dispose();
        _architecture.Dispose();
    }

    /// <param name="bytes">The file's.</param>
    /// <param name="path">To what lies beside it.</param>
    /// <exception cref="ModelException">ELSTM113 and its like.</exception>
    public static KerasFile Open(byte[] bytes, string path)
    {
        string file = Path.GetFileName(path);
        if (bytes.AsSpan().StartsWith(Hdf5File.Signature))
            return OfHdf5(bytes, path, file);
        if (bytes.AsSpan().StartsWith("PK"u8))
            return OfArchive(KerasArchive.Read(bytes, file), file);
        string weights = NeighbourFile.Find(path, KerasKind.Hdf5)
            ?? throw new ModelException(ErrorCatalogue.NotKeras, "an architecture without weights", "a model with weights",
                "give the .h5 file of the weights in whose folder this one lies, or save all in one file with model.save", file);
        return OfPair(new Hdf5File(InputFile.ReadModel(weights, ModelFile.MaxSize - bytes.Length), Path.GetFileName(weights)),
            KerasJson.Parse(bytes, "an architecture", file), file, weights);
    }

    static KerasFile OfHdf5(byte[] bytes, string path, string file)
    {
        var hdf5 = new Hdf5File(bytes, file);
        try
        {
            if (hdf5.Text("", "model_config") is { } config)
            {
                const string Root = "model_weights";
                if (!hdf5.HasGroup(Root))
                    throw new ModelException(ErrorCatalogue.MissingValue, "an architecture without weights", $"a group '{Root}'",
                        "save the model again with model.save", file);
                string? version = hdf5.Text("", "keras_version") ?? hdf5.Text(Root, "keras_version");
                return new(KerasJson.Parse(config, "attribute 'model_config'", file), hdf5, new NamedWeights(hdf5, Root, file),
                    version is null ? KerasVersion.BeforeVersions : KerasVersion.Of(version));
            }

            if (!HasWeights(hdf5))
                throw new ModelException(ErrorCatalogue.NotKeras, "an HDF5 file without a Keras model", "attribute 'model_config'",
                    "save the model with model.save", file);
            string architecture = NeighbourFile.Find(path, KerasKind.Json)
                ?? throw new ModelException(ErrorCatalogue.NotKeras, "weights alone, without the architecture",
                    "attribute 'model_config', or the architecture as .json in the same folder",
                    "save it beside the weights with open('model.json', 'w').write(model.to_json()), or all in one file with model.save",
                    file);
            return OfPair(hdf5, KerasJson.Parse(InputFile.ReadModel(architecture, ModelFile.MaxSize - bytes.Length), "an architecture",
                Path.GetFileName(architecture)), file, architecture);
        }
        catch
        {
            hdf5.Dispose();
            throw;
        }
    }

    static KerasFile OfArchive(KerasArchive archive, string file)
    {
        var hdf5 = new Hdf5File(archive.Weights, file);
        return new(KerasJson.Parse(archive.Config, KerasSignature.Config, file), hdf5, new PlacedWeights(hdf5, ""), archive.Version);
    }

    /// <summary>Weights with the architecture that lies beside them.</summary>
    /// <param name="file">That which was given.</param>
    /// <param name="other">Path of that which was found.</param>
    static KerasFile OfPair(Hdf5File hdf5, JsonDocument architecture, string file, string other)
    {
        string beside = Path.GetFileName(other);
        string? version = hdf5.Text("", "keras_version") ?? architecture.RootElement.Text("keras_version");
        if (hdf5.Names("", "layer_names") is not null)
            return new(architecture, hdf5, new NamedWeights(hdf5, "", file),
                version is null ? KerasVersion.BeforeVersions : KerasVersion.Of(version), beside);
        if (hdf5.HasGroup("model_weights"))
            return new(architecture, hdf5, new NamedWeights(hdf5, "model_weights", file), KerasVersion.Of(version), beside);
        if (!HasWeights(hdf5))
            throw new ModelException(ErrorCatalogue.NotKeras, "an HDF5 file without Keras weights", "a group for each layer",
                "save the model with model.save", file);
        return new(architecture, hdf5, new PlacedWeights(hdf5, ""), KerasVersion.Of(version), beside);
    }

    static bool HasWeights(Hdf5File hdf5) =>
        hdf5.Names("", "layer_names") is not null || Array.Exists(PlacedWeights.Lists, hdf5.HasGroup);
}
