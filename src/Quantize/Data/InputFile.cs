using EdgeLstm.Generator.Diagnostics;

namespace EdgeLstm.Quantize.Data;

/// <summary>Opens a user's file for reading, or says in one line why it cannot be.</summary>
public static class InputFile
{
    /// <summary>Larger files are refused: their values could not be indexed by an int once in memory.</summary>
    public const long LargestBytes = 2L << 30;

    public static FileStream Open(string path)
    {
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
            string found = Directory.Exists(path) ? "a directory" : "a file that cannot be opened";
            throw new ModelException(ErrorCatalogue.FileMissing, found, "a readable file", "check the path and its permissions", path);
        }

        // A pipe or device has no length to bound memory by.
        if (!stream.CanSeek || stream.Length > LargestBytes)
        {
            string found = stream.CanSeek ? $"{stream.Length} bytes" : "a pipe or device";
            stream.Dispose();
            throw new ModelException(ErrorCatalogue.DataShape, found, $"a file of at most {LargestBytes} bytes", "split it into several files", path);
        }

        return stream;
    }
}
