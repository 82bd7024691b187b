using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeLstm.Benchmarks.Quick;

/// <summary>What a result must say of the machine that it is from.</summary>
static class Machine
{
    const string L1File = "/sys/devices/system/cpu/cpu0/cache/index0/size";

    /// <summary>Bytes of the first-level data cache, 32 KiB where the system does not say.</summary>
    public static int L1Bytes { get; } =
        File.Exists(L1File) && int.TryParse(File.ReadAllText(L1File).Trim().TrimEnd('K'), CultureInfo.InvariantCulture, out int kib)
            ? kib << 10 : 32 << 10;

    /// <summary>The board's or the processor's name; cloud machines shorten it, so family and model go with it.</summary>
    public static string Cpu { get; } = Board() ?? Processor() ?? RuntimeInformation.ProcessArchitecture.ToString();

    public static string OperatingSystem =>
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors";

    public static string Sdk { get; } = $"SDK {FirstLine("dotnet", "--version")}, {RuntimeInformation.FrameworkDescription}";

    public static string Commit { get; } = FirstLine("git", "describe", "--always", "--dirty");

    static string? Board() => File.Exists("/proc/device-tree/model") ? File.ReadAllText("/proc/device-tree/model").TrimEnd('\0', '\n')
        : null;

    static string? Processor() => Fact("model name") is not { } name ? null
        : Fact("cpu family") is { } family ? $"{name} (family {family}, model {Fact("model")})" : name;

    /// <summary>A line of /proc/cpuinfo, of the first processor.</summary>
    static string? Fact(string key) => !File.Exists("/proc/cpuinfo") ? null
        : File.ReadLines("/proc/cpuinfo").Select(line => line.Split(':', 2))
            .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == key)?[1].Trim();

    static string FirstLine(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            return process.StandardOutput.ReadLine() ?? "unknown";
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return "unknown";
        }
    }
}
