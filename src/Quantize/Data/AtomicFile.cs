using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// An output that appears under its name only when it is complete: written beside its destination, then moved over it.
/// Disposed without <see cref="Commit"/>, it leaves what was there before.
/// </summary>
sealed class AtomicFile : IDisposable
{
    readonly string _path;
    readonly string? _temporary;
    bool _committed;

    AtomicFile(string path, string? temporary, FileStream stream)
    {
        _path = path;
        _temporary = temporary;
        Stream = stream;
    }

    public FileStream Stream { get; }

    public static AtomicFile Create(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            if (Directory.Exists(full))
                throw new ModelException(ErrorCatalogue.CannotWrite, "a directory", "a file name", "give the file's name too", path);
            // A rename over /dev/null or /dev/stdout would replace the device itself.
            if (full.StartsWith("/dev/", StringComparison.Ordinal))
                return new(path, null, new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite));
            string folder = Path.GetDirectoryName(full)!;
            Directory.CreateDirectory(folder);
            // The same folder, so that the move is a rename and never a copy across devices.
            string temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
            return new(path, temporary, new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None));
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            throw Failed(path, e);
        }
    }

    public void Commit()
    {
        try
        {
            Stream.Dispose();
            if (_temporary is not null)
                File.Move(_temporary, Path.GetFullPath(_path), overwrite: true);
            _committed = true;
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            throw Failed(_path, e);
        }
    }

    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (IOException) when (!_committed)
        {
            // A full disk fails again while flushing; the first failure is already on its way to the user.
        }

        if (!_committed && _temporary is not null)
            File.Delete(_temporary);
    }

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte-order mark.</summary>
    public static void WriteText(string path, string text)
    {
        using var file = Create(path);
        file.Stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    static bool IsWriteFailure(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    static ModelException Failed(string path, Exception e) => new(
        ErrorCatalogue.CannotWrite, e switch
        {
            UnauthorizedAccessException => "no permission to write",
            FileNotFoundException or DirectoryNotFoundException => "a folder that files cannot be made in",
            _ => e.Message
        },
        "a place that can be written", "check the folder, its permissions and the free space", path);
}
