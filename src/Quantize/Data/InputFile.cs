using EdgeLstm.Generator.Diagnostics;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Opens a user's file for reading, or says in one line why it cannot be. Only files: what may wait for ever, as a pipe does, is not
/// opened at all.
/// </summary>
public static class InputFile
{
    /// <summary>Larger files are refused: their values could not be indexed by an int once in memory.</summary>
    public const long LargestBytes = 2L << 30;

    public static FileStream Open(string path)
    {
        RequireFile(path);
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
            throw new ModelException(ErrorCatalogue.FileMissing, "a file that cannot be opened", "a readable file", "check the path and its permissions", path);
        }

        // Where the system does not tell what a file is: a pipe or device has no length to bound memory by.
        if (!stream.CanSeek || stream.Length > LargestBytes)
        {
            var refusal = stream.CanSeek
                ? new ModelException(ErrorCatalogue.DataShape, $"{stream.Length} bytes", $"a file of at most {LargestBytes} bytes", "split it into several files", path)
                : NotAFile("a pipe or device", path);
            stream.Dispose();
            throw refusal;
        }

        return stream;
    }

    /// <exception cref="ModelException">A directory, pipe, socket or device.</exception>
    public static void RequireFile(string path)
    {
        if (FileType.NotAFile(path) is { } found)
            throw NotAFile(found, path);
    }

    static ModelException NotAFile(string found, string path) =>
        new(ErrorCatalogue.FileMissing, found, "a file", "write its contents into a file and give that", path);
}
