using EdgeLstm.Quantize.Tests.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeLstm.Quantize.Tests.House;

/// <summary>Who names whom: every name of src/ bound to the file that declares it.</summary>
static class SourceRooms
{
    static readonly string Source = Path.Combine(TestFiles.Repository, "src");
    static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, preprocessorSymbols: ["NET", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER"]);

    /// <summary>What the generator has of the runtime.</summary>
    static readonly string[] Vocabulary =
        ["CellFlags", "CellKind", "CellProduct", "CellShape", "ColumnMask", "FunctionKind", "LstmGates", "PackedRows", "RowForm"];

    /// <summary>What a build adds of its own to each project.</summary>
    const string BuildsOwn = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("EdgeLstm.Quantize")]
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("edgelstm")]
        """;

    /// <summary>Pairs of files of which the first names the second, relative to src/.</summary>
    public static IReadOnlySet<(string From, string To)> Edges()
    {
        MetadataReference[] platform =
            [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsForeign)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
        var runtime = Compile("EdgeLstm.Runtime", "Runtime", Options, platform);
        var generator = Compile("EdgeLstm.Generator", "Generator", Options.WithPreprocessorSymbols("NETSTANDARD2_0"), platform);
        var library = Compile("EdgeLstm.Quantize", "Quantize", Options, [.. platform, runtime.ToMetadataReference()]);
        var tool = Compile("edgelstm", "Tool", Options, [.. platform, runtime.ToMetadataReference(), library.ToMetadataReference()]);
        var edges = new HashSet<(string, string)>();
        foreach (var compilation in new[] { runtime, generator, library, tool })
            foreach (var tree in compilation.SyntaxTrees)
                Add(edges, compilation, tree);
        return edges;
    }

    /// <summary>All files, relative to src/.</summary>
    public static IEnumerable<string> Files() => Files("").Select(Relative);

    static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Source, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Relative(path).Split('/').Any(part => part is "obj" or "bin"));

    static string Relative(string path) => Path.GetRelativePath(Source, path).Replace('\\', '/');

    static bool IsForeign(string path) => !Path.GetFileName(path).StartsWith("EdgeLstm", StringComparison.OrdinalIgnoreCase);

    static CSharpCompilation Compile(string name, string folder, CSharpParseOptions options, MetadataReference[] references)
    {
        var files = Files(folder).Concat(Linked(folder));
        return CSharpCompilation.Create(name,
            [.. files.Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path)), CSharpSyntaxTree.ParseText(BuildsOwn, options)],
            references, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Shared source, as the projects link it.</summary>
    static IEnumerable<string> Linked(string folder) => folder switch
    {
        "Generator" => Vocabulary.Select(name => Path.Combine(Source, "Runtime", name + ".cs")),
        "Quantize" => Files("Generator/Model"),
        "Tool" => Files("Generator/Emit"),
        _ => [],
    };

    static void Add(HashSet<(string, string)> edges, CSharpCompilation compilation, SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol is not { } symbol || symbol is INamespaceSymbol)
                continue;
            symbol = symbol as INamedTypeSymbol ?? symbol.ContainingType ?? symbol;
            foreach (var declared in symbol.OriginalDefinition.DeclaringSyntaxReferences)
                if (declared.SyntaxTree.FilePath is { Length: > 0 } path && path != tree.FilePath)
                    edges.Add((Relative(tree.FilePath), Relative(path)));
        }
    }
}
