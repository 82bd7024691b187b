using System.Buffers.Binary;
using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.PyTorch.Files;

/// <summary>Eight bytes that count the header's, a header of JSON that says where each tensor's numbers begin and end, and the
/// numbers.</summary>
static class SafetensorsFile
{
    const int LengthSize = 8;

    /// <summary>Of a header: some hundred bytes a tensor.</summary>
    const int MaxHeader = 4 << 20;

    const string Metadata = "__metadata__";

    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static TensorFile Read(ReadOnlyMemory<byte> data, string file)
    {
        ulong length = data.Length < LengthSize ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(data.Span);
        if (length > (ulong)Math.Min(data.Length - LengthSize, MaxHeader))
            throw Damaged("a header longer than the file, or than 4 MB");
        var numbers = data[(LengthSize + (int)length)..];
        try
        {
            using var header = JsonDocument.Parse(data.Slice(LengthSize, (int)length), new() { MaxDepth = 8 });
            var tensors = new List<StoredTensor>();
            var names = new HashSet<string>();
            foreach (var entry in header.RootElement.EnumerateObject())
                if (!names.Add(entry.Name))
                    throw Damaged($"two tensors '{entry.Name.Short()}'");
                else if (entry.Name != Metadata)
                    tensors.Add(Tensor(entry.Name, entry.Value, numbers, file));
            return new(tensors, IsOrdered: false, []);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Damaged("a header that is not as safetensors has it");
        }

        ModelException Damaged(string found) => new(ErrorCatalogue.NotPyTorch, found, "a safetensors file",
            "copy the file again: it is damaged or cut short", file);
    }

    static StoredTensor Tensor(string name, JsonElement entry, ReadOnlyMemory<byte> numbers, string file)
    {
        string kind = entry.GetProperty("dtype").GetString() ?? "";
        var type = NumberType.OfSafetensors(kind)
            ?? throw new ModelException(ErrorCatalogue.UnsupportedType, $"numbers of type {kind.Short()}", NumberType.Names,
            "save the weights as float32", file, name.Short());
        var place = entry.GetProperty("data_offsets");
        long from = place[0].GetInt64(), to = place[1].GetInt64();
        long[] sizes = [.. entry.GetProperty("shape").EnumerateArray().Take(16).Select(size => size.GetInt64())];
        if (from < 0 || from > to || to > numbers.Length)
            throw new ModelException(ErrorCatalogue.NotPyTorch, $"numbers from byte {from} to {to} of {numbers.Length}",
                "numbers inside of the file",
                "copy the file again: it is damaged or cut short", file, name.Short());
        var tensor = StoredTensor.Make(name, type, numbers[(int)from..(int)to], 0, sizes, null, file);
        return tensor.Bytes == to - from ? tensor
            : throw new ModelException(ErrorCatalogue.NotPyTorch, $"shape {tensor.Shape} in {to - from} bytes", $"{tensor.Bytes}",
                "copy the file again: it is damaged or cut short", file, name.Short());
    }
}
