using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Import;

/// <summary>A file while it is told what it is: its beginning is in memory, and a few bytes anywhere else can be looked at.</summary>
sealed class ModelFile : IDisposable
{
    /// <summary>Bytes of a trained model's file, and of all that it names beside it together.</summary>
    public const long MaxSize = 256L << 20;

    /// <summary>Enough for what stands in front of the layers in JSON, and one read.</summary>
    const int HeadSize = 64 << 10;

    readonly FileStream _stream;
    readonly byte[] _head;

    ModelFile(FileStream stream, string path)
    {
        (_stream, Path, Length) = (stream, path, stream.Length);
        _head = new byte[(int)Math.Min(HeadSize, Length)];
        int read = Read(0, _head);
        Array.Resize(ref _head, read);
    }

    /// <summary>As it was given.</summary>
    public string Path { get; }

    /// <summary>Bytes, when it was opened. A zip archive says at its end what is in it.</summary>
    public long Length { get; }

    /// <summary>The first 64 KB, or all where there are fewer.</summary>
    public ReadOnlySpan<byte> Head => _head;

    /// <summary>Opens what is a file. Its size does not matter: no more than a few KB of it are read.</summary>
    /// <exception cref="ModelException">ELSTM150: no file, or one that cannot be read.</exception>
    public static ModelFile Open(string path)
    {
        var stream = InputFile.OpenModel(path, long.MaxValue);
        try
        {
            return new(stream, path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Bytes from a place on; as many as there are, none behind the end.</summary>
    /// <exception cref="ModelException">ELSTM150.</exception>
    public int Read(long at, Span<byte> into)
    {
        try
        {
            // One call gives fewer bytes than asked for only at the end.
            return at >= Length ? 0 : RandomAccess.Read(_stream.SafeFileHandle, into, at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(ErrorCatalogue.FileMissing, "a file that cannot be read", "a whole file", "copy it again", Path);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();
}
