namespace EdgeLstm.Quantize.Import.Foreign;

/// <summary>What a file that nobody reads looks like, and the command that makes of it something that opens.</summary>
readonly record struct FileContent(string Found, string Remedy)
{
    /// <summary>What to do about most files.</summary>
    public const string Export = "export the model to ONNX", Copy = "copy or download the model itself";

    const string NoWayBack = "nothing leads back from it: give the model that it was made from, as ONNX, Keras or PyTorch's weights";

    /// <summary>Bytes of what nobody knows that are shown.</summary>
    const int Shown = 8;

    /// <summary>
    /// First bytes of what people have beside the models that are read, and of what stands in their place by mistake; in a remedy {0} is
    /// the file, in quotes where it has to be, and {1} its name without the ending.
    /// </summary>
    static readonly (int At, byte[] Bytes, FileContent Content)[] Known =
    [
        (4, [.. "TFL3"u8], new("a TensorFlow Lite model (.tflite)",
            "give the Keras model that it was made from; or try 'python -m tf2onnx.convert --tflite {0} --output {1}.onnx'")),
        (4, [.. "ORTM"u8], new("a model in ONNX Runtime's own format (.ort)", "give the .onnx file that it was made from")),
        (0, [.. "GGUF"u8], new("the weights of a language model (GGUF)",
            "EdgeLstm runs recurrent networks over samples of sensors: use a runtime for language models")),
        (0, [.. "PAR1"u8], new("a table (.parquet)",
            "it is data: in Python, pandas.read_parquet(\"{0}\").to_csv(\"{1}.csv\", index=False), and give that with a model")),
        (0, [.. "ARROW1"u8], new("a table (.feather, Arrow)",
            "it is data: in Python, pandas.read_feather(\"{0}\").to_csv(\"{1}.csv\", index=False), and give that with a model")),
        (0, [.. "MATLAB "u8], new("a MATLAB file (.mat)",
            "in MATLAB, exportONNXNetwork(net, \"{1}.onnx\") for a network, writematrix(x, \"{1}.csv\") for data")),
        (0, [0x1F, 0x8B], new("a gzip archive", "unpack it: 'gunzip {0}', or 'tar -xzf {0}', and give the model")),
        (0, [.. "BZh"u8], new("a bzip2 archive", "unpack it: 'bunzip2 {0}', and give the model")),
        (0, [0xFD, .. "7zXZ"u8], new("an xz archive", "unpack it: 'unxz {0}', and give the model")),
        (0, [.. "7z"u8, 0xBC, 0xAF], new("a 7-Zip archive", "unpack it: '7z x {0}', and give the model")),
        (0, [.. "Rar!"u8], new("a RAR archive", "unpack it: 'unrar x {0}', and give the model")),
        (257, [.. "ustar"u8], new("a tar archive", "unpack it: 'tar -xf {0}', and give the model")),
        (0, [.. "SQLite format 3"u8], new("an SQLite database", "it is data: write the table into a .csv, and give that with a model")),
        (0, [.. "%PDF"u8], new("a PDF document", Copy)),
        (0, [0x89, .. "PNG"u8], new("a picture (PNG)", Copy)),
        (0, [0x7F, .. "ELF"u8], new("a program or a library (ELF)", Copy)),
        (0, [.. "MZ"u8], new("a program or a library (Windows)", Copy)),
    ];

    /// <summary>In the order in which they exclude each other; never no answer.</summary>
    public static FileContent Of(ModelFile file)
    {
        var head = file.Head;
        if (head.IsEmpty)
            return new("an empty file", Copy);
        foreach (var (at, bytes, content) in Known)
            if (head.Length >= at && head[at..].StartsWith(bytes))
                return content.For(file.Path);
        return (NumPyContent.Of(head) ?? ZipContent.Of(file) ?? PickleContent.Of(head) ?? GraphContent.Of(file) ?? FileText.Of(head)
            ?? new($"bytes that begin with {Convert.ToHexString(head[..Math.Min(Shown, head.Length)])}",
                Export + "; if it is ONNX, copy it again: it is damaged or cut short")).For(file.Path);
    }

    /// <summary>Something that has no way back to what it was made from.</summary>
    public static FileContent Final(string found) => new(found, NoWayBack);

    /// <summary>Whole, with the file's name in the command.</summary>
    public FileContent For(string path) => this with
    {
        Remedy = Remedy.Replace("{0}", Word(Path.GetFileName(Path.TrimEndingDirectorySeparator(path))), StringComparison.Ordinal)
            .Replace("{1}", Word(Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path))), StringComparison.Ordinal),
    };

    /// <summary>A name that means itself in a shell and in Python; else what the user has to fill in.</summary>
    static string Word(string name) =>
        name.Length is > 0 and < 100 && name[0] != '-' && name.All(c => char.IsLetterOrDigit(c) || "._-".Contains(c)) ? name : "FILE";
}
