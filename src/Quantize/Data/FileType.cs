using System.Runtime.InteropServices;
using System.Text;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// What stands under a path, told without opening it: to open a pipe waits for who writes into it, and a device may never end.
/// </summary>
static class FileType
{
    const int TypeBits = 0xF000, RegularFile = 0x8000, Directory = 0x4000, Pipe = 0x1000, CharacterDevice = 0x2000, BlockDevice = 0x6000,
        Socket = 0xC000;
    const int CurrentFolder = -100; // Linux's AT_FDCWD
    const uint TypeOnly = 1; // Linux's STATX_TYPE
    const int MaxStructure = 512; // statx has 256 bytes, Apple's stat 144

    /// <summary>
    /// What it is, where that is no file that can be read to its end; null where it is one, is not there, or where the system does not
    /// say.
    /// </summary>
    public static string? NotAFile(string path)
    {
        if (System.IO.Directory.Exists(path))
            return "a directory";
        return (Mode(path) & TypeBits) switch
        {
            Directory => "a directory",
            Pipe => "a pipe",
            CharacterDevice or BlockDevice => "a device",
            Socket => "a socket",
            _ => null,
        };
    }

    /// <summary>The st_mode of what the path leads to, links followed; a regular file's where nothing is known.</summary>
    static int Mode(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
            return RegularFile;
        Span<byte> found = stackalloc byte[MaxStructure];
        found.Clear();
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        try
        {
            // .NET has no word for these types: FileAttributes are Normal of all of them. statx lies alike on every Linux; Apple's stat
            // has the mode at 4.
            if (OperatingSystem.IsLinux())
                return Statx(CurrentFolder, in name[0], 0, TypeOnly, ref found[0]) == 0 ? MemoryMarshal.Read<ushort>(found[28..])
                    : RegularFile;
            if (OperatingSystem.IsMacOS())
                return (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Stat(in name[0], ref found[0])
                    : Stat64(in name[0], ref found[0])) == 0 ? MemoryMarshal.Read<ushort>(found[4..]) : RegularFile;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // A C library of before 2018.
        }

        return RegularFile;
    }

    [DllImport("libc", EntryPoint = "statx")]
    static extern int Statx(int folder, in byte path, int flags, uint mask, ref byte found);

    [DllImport("libc", EntryPoint = "stat")]
    static extern int Stat(in byte path, ref byte found);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    static extern int Stat64(in byte path, ref byte found);
}
