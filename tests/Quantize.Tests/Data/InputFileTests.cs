using System.Text.RegularExpressions;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Data;

/// <summary>What is no file is refused where files are opened: there has to be one such place.</summary>
public partial class InputFileTests
{
    [GeneratedRegex(@"(?<!\w)File\.(Read|Open)|FileMode\.Open\b|FileInfo\([^)]*\)\.Open|new StreamReader\(path")]
    private static partial Regex Opened();

    [Fact]
    public void The_tool_opens_files_for_reading_in_one_place()
    {
        string source = Path.Combine(TestFiles.Repository, "src", "Quantize");
        var places = Directory.GetFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(Path.Combine(source, "obj"), StringComparison.Ordinal) && Opened().IsMatch(File.ReadAllText(file)));

        // The first writes into what is there and is no file: /dev/stdout.
        Assert.Equal(["AtomicFile.cs", "InputFile.cs"], places.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }
}
