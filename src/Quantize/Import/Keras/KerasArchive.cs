using System.IO.Compression;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>The three files of a .keras archive that matter. No other is opened.</summary>
sealed record KerasArchive(byte[] Config, byte[] Weights, KerasVersion Version)
{
    /// <summary>An archive of Keras has a few; some hold assets.</summary>
    const int MaxEntries = 10_000;

    /// <exception cref="ModelException">ELSTM102, ELSTM113.</exception>
    public static KerasArchive Read(byte[] bytes, string file)
    {
        if (bytes.AsSpan().LastIndexOf("PK\u0005\u0006"u8) < 0)
            throw new ModelException(ErrorCatalogue.NotKeras,
                $"a Keras archive cut short, {bytes.Length} bytes without the list of its files",
                "a whole archive", "copy or download it again", file);
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false));
            if (zip.Entries.Count > MaxEntries)
                throw Damaged($"{zip.Entries.Count} entries", file);
            byte[] config = Entry(zip, KerasSignature.Config, file) ?? throw Damaged($"no '{KerasSignature.Config}'", file);
            byte[] weights = Entry(zip, KerasSignature.Weights, file) ?? throw Damaged($"no '{KerasSignature.Weights}'", file);
            if (Entry(zip, KerasSignature.Metadata, file) is not { } metadata)
                return new(config, weights, default);
            using var document = KerasJson.Parse(metadata, KerasSignature.Metadata, file);
            return new(config, weights, KerasVersion.Of(document.RootElement.Text("keras_version")));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw Damaged($"an entry that cannot be read ({e.Message.Short()})", file);
        }
    }

    static byte[]? Entry(ZipArchive zip, string name, string file)
    {
        var entries = zip.Entries.Where(entry => entry.FullName == name).ToList();
        if (entries.Count == 0)
            return null;
        if (entries.Count > 1)
            throw Damaged($"{entries.Count} entries '{name}'", file);
        using var stream = entries[0].Open();
        var content = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        // An entry's own word on its length need not be true.
        for (int read; (read = stream.Read(buffer)) > 0; content.Write(buffer, 0, read))
            if (content.Length > ModelFile.MaxSize)
                throw new ModelException(ErrorCatalogue.ModelTooLarge, $"more than {ModelFile.MaxSize >> 20} MB in '{name}'",
                    $"at most {ModelFile.MaxSize >> 20} MB", "EdgeLstm is for models that fit a small board", file);
        return content.ToArray();
    }

    static ModelException Damaged(string found, string file) => new(ErrorCatalogue.NotKeras, $"a Keras archive with {found}",
        "one each of config.json, model.weights.h5 and metadata.json", "the file is damaged or cut short: copy it again", file);
}
