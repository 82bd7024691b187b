using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace PumpMonitor.Monitoring;

/// <summary>
/// A watch on disk. A power cut leaves the file of the last reading or of the one before, never half of one: it is written beside, flushed
/// to the disk, and moved. A file that is damaged is put aside and said, not read.
/// </summary>
public sealed class WatchFile(string path)
{
    const ulong Mark = 0x31_48435441_575055; // says what the file is, and its version

    readonly byte[] _bytes = new byte[8 + PumpWatch.SnapshotBytes + 8];

    public string Path { get; } = path;

    /// <summary>Since it was last saved; null where there is none. 0 where a board's clock was set back.</summary>
    public TimeSpan? Age() =>
        File.Exists(Path) ? TimeSpan.FromTicks(Math.Max(0, (DateTime.UtcNow - File.GetLastWriteTimeUtc(Path)).Ticks)) : null;

    /// <exception cref="IOException">One of its two paths is a pipe, a socket or a device.</exception>
    public void RequireFiles()
    {
        RequireFile(Path);
        RequireFile(Path + ".new");
    }

    /// <summary>Goes on from the file; false where there is none.</summary>
    /// <exception cref="InvalidDataException">It can't be gone on from; it is kept as FILE.bad.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public bool TryLoad(PumpWatch watch)
    {
        if (!File.Exists(Path)) return false;
        try
        {
            byte[] bytes = new FileInfo(Path).Length == _bytes.Length ? File.ReadAllBytes(Path) : [];
            if (bytes.Length != _bytes.Length || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Mark)
                throw new ArgumentException("it is no state of this program");
            if (BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(^8..)) != Checksum(bytes))
                throw new ArgumentException("it is damaged");
            watch.Restore(bytes.AsSpan(8..^8));
            return true;
        }
        catch (ArgumentException problem)
        {
            File.Move(Path, Path + ".bad", overwrite: true);
            throw new InvalidDataException($"{Path}: {problem.Message}; kept as {Path}.bad, and the watch begins anew");
        }
    }

    /// <exception cref="IOException">It can't be written; the old file stays.</exception>
    public void Save(PumpWatch watch)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes, Mark);
        watch.Save(_bytes.AsSpan(8..^8));
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(^8..), Checksum(_bytes));
        using (SafeFileHandle file = File.OpenHandle(Path + ".new", FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, _bytes, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(Path + ".new", Path, overwrite: true);
    }

    /// <summary>To open a pipe for reading waits for a writer, and to move a file onto a device would take it away.</summary>
    static void RequireFile(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > 0) return; // what is no file has no length
        if (System.IO.Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal))
            throw new IOException("a device, expected a file");
        using SafeFileHandle opened = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite); // for both a pipe opens at once
        try
        {
            RandomAccess.GetLength(opened);
        }
        catch (NotSupportedException)
        {
            throw new IOException("a pipe, expected a file");
        }
    }

    /// <summary>FNV-1a over all but the last eight bytes.</summary>
    static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0xcbf29ce484222325;
        foreach (byte b in bytes[..^8]) sum = (sum ^ b) * 0x100000001b3;
        return sum;
    }
}
