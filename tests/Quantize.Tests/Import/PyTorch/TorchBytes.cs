using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace EdgeLstm.Quantize.Tests.Import.PyTorch;

/// <summary>Files as torch.save and others write them, byte by byte: also such as nobody would write by accident.</summary>
static class TorchBytes
{
    /// <summary>Protocol 2, the pickle's operations, and its end.</summary>
    public static byte[] Pickle(params byte[][] operations) => [0x80, 2, .. operations.SelectMany(bytes => bytes), (byte)'.'];

    public static byte[] Global(string module, string name) => [(byte)'c', .. Encoding.UTF8.GetBytes($"{module}\n{name}\n")];

    public static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)'X', .. Int32(bytes.Length), .. bytes];
    }

    public static byte[] Int(long value)
    {
        var bytes = new byte[10];
        (bytes[0], bytes[1]) = (0x8A, 8);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2), value);
        return bytes;
    }

    public static byte[] Tuple(params byte[][] parts) => [(byte)'(', .. parts.SelectMany(bytes => bytes), (byte)'t'];

    public static byte[] Dict(params (string Key, byte[] Value)[] entries) =>
        [(byte)'}', (byte)'(', .. entries.SelectMany(entry => (byte[])[.. Text(entry.Key), .. entry.Value]), (byte)'u'];

    public static byte[] Tensor(string key, long count, long offset, long[] sizes, long[] strides, string storage = "FloatStorage",
        string rebuild = "_rebuild_tensor_v2") =>
    [
        .. Global("torch._utils", rebuild),
        .. Tuple([.. Tuple(Text("storage"), Global("torch", storage), Text(key), Text("cpu"), Int(count)), (byte)'Q'], Int(offset),
            Tuple([.. sizes.Select(Int)]), Tuple([.. strides.Select(Int)]), [0x89],
                [.. Global("collections", "OrderedDict"), (byte)')', (byte)'R']),
        (byte)'R',
    ];

    /// <summary>An archive with a pickle and storages.</summary>
    public static byte[] Archive(byte[] pickle, params (string Key, byte[] Bytes)[] storages) =>
        Zip([("m/data.pkl", pickle), .. storages.Select(storage => ($"m/data/{storage.Key}", storage.Bytes)),
            ("m/version", "3\n"u8.ToArray())]);

    public static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }

        return stream.ToArray();
    }

    public static List<(string Name, byte[] Bytes)> Unzip(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        var entries = new List<(string, byte[])>();
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(content);
            entries.Add((entry.FullName, content.ToArray()));
        }

        return entries;
    }

    /// <summary>torch.save's older format: the magic number, a version, the machine, the values, and the storages of which each has its
    /// count.</summary>
    public static byte[] Legacy(byte[] pickle, bool isLittle = true, params (string Key, long Count, byte[] Bytes)[] storages) =>
    [
        .. Pickle([0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]), .. Pickle([(byte)'M', 0xE9, 3]),
        .. Pickle(Dict(("little_endian", [(byte)(isLittle ? 0x88 : 0x89)]))), .. pickle,
        .. Pickle([(byte)']', (byte)'(', .. storages.SelectMany(storage => Text(storage.Key)), (byte)'e']),
        .. storages.SelectMany(storage => (byte[])[.. BitConverter.GetBytes(storage.Count), .. storage.Bytes]),
    ];

    public static byte[] Safetensors(string header, byte[] numbers)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. numbers];
    }

    static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
