using System.Diagnostics;
using EdgeLstm.Quantize.Tests.Data;

namespace EdgeLstm.Quantize.Tests.Shared;

/// <summary>What EDGELSTM_SHARED may name, in the tests and in CI's script.</summary>
public sealed class TestFilesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shared", "shared/data", "data", "cases", "board")]
    [InlineData("shared/", "shared/data", "data", "cases", "board")]
    [InlineData("shared", "shared/data", "data")]
    [InlineData("shared/data", "shared/data", "data", "cases", "board")] // what it named once
    [InlineData("shared/data/", "shared/data", "data", "cases", "board")]
    [InlineData("shared/tables", "shared/tables", "tables", "board")]
    [InlineData("shared", null, "cases")]
    [InlineData("shared", null, "board")]
    [InlineData("shared/", null, "cases", "board")]
    public void The_folder_of_all_or_that_of_the_data_leads_to_all(string given, string? data, params string[] there)
    {
        foreach (string name in there)
            Directory.CreateDirectory(_folder[$"shared/{name}"]);
        Assert.Equal((_folder["shared"], data is null ? null : _folder[data]), TestFiles.Named(_folder[given]));
        Assert.Equal((_folder["shared"], _folder[data ?? "shared/data"]), OfCi(_folder[given]));
    }

    [Fact]
    public void A_folder_that_does_not_exist_leads_nowhere() => Assert.Equal(default, TestFiles.Named(_folder["shared"]));

    /// <summary>By the lines of the script itself; the folder data need not be there.</summary>
    static (string Folder, string Data) OfCi(string given)
    {
        string[] lines = File.ReadAllLines(Path.Combine(TestFiles.Repository, ".ci", "run"));
        int first = Array.FindIndex(lines, line => line.StartsWith("shared=", StringComparison.Ordinal));
        int end = Array.FindIndex(lines, line => line.StartsWith("board=", StringComparison.Ordinal));
        string script = string.Join('\n', lines[first..(end + 1)]);
        string command = $"root=.\n{script}\nprintf '%s\\n' \"$board\" \"$data\"";
        var start = new ProcessStartInfo("bash", ["-euc", command]) { RedirectStandardOutput = true };
        start.Environment["EDGELSTM_SHARED"] = given;
        using var process = Process.Start(start)!;
        string[] printed = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.EndsWith("/board", printed[0], StringComparison.Ordinal);
        return (printed[0][..^"/board".Length], printed[1]);
    }
}
