using System.Reflection;
using System.Text.RegularExpressions;
using EdgeLstm.Generator.Tests.Docs;
using EdgeLstm.Quantize;
using EdgeLstm.Quantize.Tests.Data;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Tool.Tests.Library;

/// <summary>The program in docs/library.md, compiled and run as it stands, with the files' paths put in.</summary>
public class LibraryExampleTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")] // trains
    public void The_program_of_the_page_trains_quantizes_verifies_and_runs()
    {
        string text = Page.All().SelectMany(page => page.Blocks).Single(block => block.Mark == "example: library").Text;
        Assert.InRange(text.Split('\n').Count(line => line.Length > 0), 10, 20);
        File.WriteAllText(_folder["pumps.csv"], Pumps.Table(pumps: 6, seed: 1));
        File.WriteAllText(_folder["later.csv"], Pumps.Table(pumps: 2, seed: 2));
        string here = Regex.Replace(text, "\"([a-z]+[.](csv|onnx|elstm))\"",
            name => SymbolDisplay.FormatLiteral(_folder[name.Groups[1].Value], quote: true));

        string[] lines = Run("using System;\n" + here).Split('\n');

        Assert.Matches(@"^\d+ bytes; rul is off by [0-9.e-]+ h$", lines[0]);
        Assert.Matches(@"^-?\d+ h left$", lines[1]);
        Assert.Equal(64, QuantizedModel.Load(_folder["pump.elstm"]).Sha256.Length);
    }

    static string Run(string program)
    {
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var compilation = CSharpCompilation.Create("page", [CSharpSyntaxTree.ParseText(program)],
            trusted.Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)), new(OutputKind.ConsoleApplication));
        using var bytes = new MemoryStream();
        var emitted = compilation.Emit(bytes);
        Assert.Equal([], emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            Assembly.Load(bytes.ToArray()).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString().ReplaceLineEndings("\n");
    }
}
