using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Opens a user's file for reading, or says in one line why it cannot be. Only files: what may wait for ever, as a pipe does, is not
/// opened at all.
/// </summary>
static class InputFile
{
    /// <summary>Larger files are refused: their values could not be indexed by an int once in memory.</summary>
    public const long MaxBytes = 2L << 30;

    public static FileStream Open(string path) => Open(path, MaxBytes, length => new(
        ErrorCatalogue.DataShape, $"{length} bytes", $"a file of at most {MaxBytes} bytes", "split it into several files", path));

    /// <summary>A model's file, of at most <paramref name="most"/> bytes.</summary>
    /// <exception cref="ModelException">ELSTM102 or ELSTM150.</exception>
    internal static FileStream OpenModel(string path, long most) => Open(path, most, length => new(
        ErrorCatalogue.ModelTooLarge, $"{length >> 20} MB", $"at most {most >> 20} MB", "EdgeLstm is for models that fit a small board",
        path));

    /// <summary>The bytes of a model's file.</summary>
    /// <exception cref="ModelException">ELSTM102 or ELSTM150.</exception>
    internal static byte[] ReadModel(string path, long most)
    {
        using var stream = OpenModel(path, most);
        return ReadAll(stream, path);
    }

    /// <summary>As many bytes as the file had when it was opened: it may be one that grows.</summary>
    internal static byte[] ReadAll(FileStream stream, string path)
    {
        try
        {
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(
                ErrorCatalogue.FileMissing, "a file that cannot be read to its end", "a whole file", "copy it again", path);
        }
    }

    /// <param name="most">Bytes.</param>
    /// <param name="tooLarge">Says so of a file with more of them.</param>
    internal static FileStream Open(string path, long most, Func<long, ModelException> tooLarge)
    {
        if (FileType.NotAFile(path) is { } found)
            throw NotAFile(found, path);
        FileStream stream;
        try
        {
            stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelException(ErrorCatalogue.FileMissing, "no such file", "a file", "check the path", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ModelException(ErrorCatalogue.FileMissing, "a file that cannot be opened", "a readable file",
                "check the path and its permissions", path);
        }

        // Where the system does not tell what a file is: a pipe or device has no length to bound memory by.
        if (!stream.CanSeek || stream.Length > most)
        {
            var refusal = stream.CanSeek ? tooLarge(stream.Length) : NotAFile("a pipe or device", path);
            stream.Dispose();
            throw refusal;
        }

        return stream;
    }

    static ModelException NotAFile(string found, string path) =>
        new(ErrorCatalogue.FileMissing, found, "a file", "write its contents into a file and give that", path);
}
