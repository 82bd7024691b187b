using System.Buffers.Binary;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Pickles;

namespace EdgeLstm.Quantize.Import.PyTorch.Files;

/// <summary>
/// torch.save before 1.6: a magic number, a version, what kind of machine it was, the values and the keys of their storages, a pickle
/// each; then every storage with its number of elements in front.
/// </summary>
static class LegacyFile
{
    const long Version = 1001;

    const int CountSize = 8;

    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static PickledFile Read(ReadOnlyMemory<byte> data, string file)
    {
        int at = 0;
        Next(); // the magic number, by which it was recognised
        if (Next().Root is not Version)
            throw Damaged("another version", $"{Version}");
        if (Next().Root is not PickleDict system || system["little_endian"] is not true)
            throw TorchArchive.BigEndian(file);
        var content = Next();
        if (Next().Root is not List<object?> keys)
            throw Damaged("no list of storages", "one behind the weights");
        var storages = new Dictionary<string, ReadOnlyMemory<byte>>();
        foreach (object? entry in keys)
        {
            string key = entry as string ?? (entry is long number ? $"{number}" : "");
            if (!content.Storages.TryGetValue(key, out var storage))
                throw Damaged($"numbers of storage '{key.Short()}', which nobody reads", "numbers of the weights");
            var type = PickledFile.Type(storage, file, null);
            long count = data.Length - at < CountSize ? -1 : BinaryPrimitives.ReadInt64LittleEndian(data.Span[at..]);
            at += CountSize;
            if (count < storage.Count || count > (data.Length - at) / type.Width
                || !storages.TryAdd(key, data.Slice(at, (int)count * type.Width)))
                throw Damaged($"of storage '{key.Short()}' {count} numbers in {Math.Max(0, data.Length - at)} bytes",
                    $"{storage.Count}, all in the file, once");
            at += (int)count * type.Width;
        }

        if (content.Storages.Keys.FirstOrDefault(key => !storages.ContainsKey(key)) is { } missing)
            throw Damaged($"no numbers of storage '{missing.Short()}'", "all");
        return new(content, storages, IsScript: false, file);

        PickleContent Next()
        {
            var pickle = new PickleReader(data, at, file).Read();
            at = pickle.End;
            return pickle.Foreign.Count == 0 ? pickle
                : throw ForeignCode.Refusal(new(pickle, new Dictionary<string, ReadOnlyMemory<byte>>(), IsScript: false, file));
        }

        ModelException Damaged(string found, string expected) =>
            new(ErrorCatalogue.NotPyTorch, found, expected, "copy the file again: it is damaged or cut short", file);
    }
}
