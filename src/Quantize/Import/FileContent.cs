using System.Buffers.Binary;
using System.Text;

namespace EdgeLstm.Quantize.Import;

/// <summary>What a file that nobody reads looks like, and what helps: for the message that refuses it.</summary>
readonly record struct FileContent(string Found, string Remedy)
{
    /// <summary>What to do about most files.</summary>
    public const string Export = "export the model to ONNX", Copy = "copy or download the model itself";

    const string Torch = "save the weights with torch.save(model.state_dict(), …)";

    /// <summary>Bytes of what nobody knows that are shown.</summary>
    const int Shown = 8;

    /// <summary>First bytes of what people have beside the models that are read, and of what stands in their place by mistake.</summary>
    static readonly (int At, byte[] Bytes, FileContent Content)[] Known =
    [
        (4, [.. "TFL3"u8], new("a TensorFlow Lite model (.tflite)", Export)),
        (0, [0x93, .. "NUMPY"u8], new("a NumPy array (.npy)", "give the model, not its data")),
        (0, [0x1F, 0x8B], new("a gzip archive", "unpack it")),
        (0, [.. "version https://git-lfs"u8], new("a Git LFS pointer in the model's place", "run 'git lfs pull'")),
    ];

    const int ZipNameLengthAt = 26, ZipNameAt = 30;

    /// <summary>In the order in which they exclude each other; never no answer.</summary>
    public static FileContent Of(ModelFile file)
    {
        var head = file.Head;
        if (head.IsEmpty)
            return new("an empty file", Copy);
        foreach (var (at, bytes, content) in Known)
            if (head.Length >= at && head[at..].StartsWith(bytes))
                return content;
        if (head.StartsWith("PK\u0003\u0004"u8))
            return Zip(head);
        if (head is [0x80, >= 2 and <= 5, ..])
            return new("a Python pickle that torch.save did not write", Torch);
        return FileText.Of(head) ?? new($"bytes that begin with {Convert.ToHexString(head[..Math.Min(Shown, head.Length)])}",
            Export + "; if it is ONNX, copy it again: it is damaged or cut short");
    }

    /// <summary>Told by the name of the first file inside, which the writers of models do not vary.</summary>
    static FileContent Zip(ReadOnlySpan<byte> head)
    {
        int length = head.Length < ZipNameAt ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(head[ZipNameLengthAt..]);
        string first = Encoding.UTF8.GetString(head[Math.Min(ZipNameAt, head.Length)..Math.Min(ZipNameAt + length, head.Length)]);
        return first.EndsWith(".npy", StringComparison.Ordinal) ? new("NumPy arrays (.npz)", "give the model, not its data")
            : new("a zip archive", "unpack it, and give the model");
    }
}
