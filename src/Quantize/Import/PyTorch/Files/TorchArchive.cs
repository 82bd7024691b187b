using System.Text;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Pickles;

namespace EdgeLstm.Quantize.Import.PyTorch.Files;

/// <summary>
/// torch.save since 1.6, a zip archive: <c>NAME/data.pkl</c> and <c>NAME/data/KEY</c> for each storage. TorchScript's archives have
/// <c>NAME/constants.pkl</c> and <c>NAME/code/</c> beside them.
/// </summary>
static class TorchArchive
{
    const string Pickle = "data.pkl";

    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static PickledFile Read(ReadOnlyMemory<byte> data, string file)
    {
        var archive = new ZipDirectory(data, file);
        string[] pickles = [.. archive.Names.Where(name => name == Pickle || name.EndsWith($"/{Pickle}", StringComparison.Ordinal))];
        if (pickles is not [var only])
            throw new ModelException(ErrorCatalogue.NotPyTorch, $"{pickles.Length} entries {Pickle}", "one",
                "save the weights again: torch.save(model.state_dict(), …)", file);
        string folder = only[..^Pickle.Length];
        if (archive.Find($"{folder}byteorder") is { } order && !order.Span.StartsWith("little"u8))
            throw BigEndian(file);
        bool isScript = archive.Names.Any(name => name == $"{folder}constants.pkl"
            || name.StartsWith($"{folder}code/", StringComparison.Ordinal));
        var content = new PickleReader(archive.Find(only)!.Value, 0, file).Read();
        var storages = new Dictionary<string, ReadOnlyMemory<byte>>();
        foreach (var (key, storage) in content.Storages)
        {
            var numbers = archive.Find($"{folder}data/{key}") ?? throw Missing(key, "none", file);
            // Counts are of the file: they can be anything. A type that is not read is told with its tensor's name.
            if (NumberType.OfStorage(storage.Type) is { } type && storage.Count > numbers.Length / type.Width)
                throw Missing(key, $"{numbers.Length} bytes", file);
            storages.Add(key, numbers);
        }

        return new(content, storages, isScript, file);
    }

    /// <summary>The number of the format, which counts up with what an archive may hold; null where it has none.</summary>
    public static string? Version(ReadOnlyMemory<byte> data, string file)
    {
        const string Entry = "version";
        var archive = new ZipDirectory(data, file);
        string? name = archive.Names.FirstOrDefault(name => name == Entry || name.EndsWith($"/{Entry}", StringComparison.Ordinal));
        string? text = name is null ? null : Encoding.UTF8.GetString(archive.Find(name)!.Value.Span).Trim();
        return text is { Length: > 0 and < 10 } && text.All(char.IsAsciiDigit) ? text : null;
    }

    public static ModelException BigEndian(string file) => new(ErrorCatalogue.UnsupportedType, "numbers of a big-endian machine",
        "little-endian ones",
        "load and save the weights on another machine", file);

    static ModelException Missing(string key, string found, string file) =>
        new(ErrorCatalogue.NotPyTorch, $"of storage '{key.Short()}' {found}", "all of its numbers",
        "copy the file again: it is damaged or cut short", file);
}
