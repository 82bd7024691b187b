using System.Text.RegularExpressions;
using EdgeLstm.Generator.Tests.Docs;
using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeLstm.Generator.Tests.Emitted;

/// <summary>Names come from files that others wrote; the emitted code has to compile with any of them.</summary>
public class NameTests
{
    static readonly string[] Hostile =
    [
        "class", "Step", "a b", "1x", "a b", "A_B", "*/ </summary>", "\"quoted\" \\ {x}", "größe", "温度", "", "Sample", "Output", "sample",
        "ToString", "\u2028line", "a\u200Db", "ab", "\uD83D\uDE00", "\uD800", "line\nbreak", "#pragma", "///", "_", "__", "9", "9", "new()", "$\"{x}\"",
    ];

    [Theory]
    [InlineData(Scheme.Int8, LanguageVersion.CSharp12)]
    [InlineData(Scheme.Float32, LanguageVersion.Latest)]
    public void Hostile_names_compile(Scheme scheme, LanguageVersion language)
    {
        var model = new ModelBuilder(scheme, Hostile.Length).InputNames(Hostile).OutputNames([.. Hostile.Reverse()])
            .Lstm(8).Dense(Hostile.Length).Head().Named("*/ \"engine\"\u2029 #error </summary>");
        Assert.Equal($"{Hostile.Length} {Hostile.Length}", UserCode.Run<string>(model, """
            return $"{typeof(Engine.Sample).GetProperties().Length} {typeof(Engine.Output).GetProperties().Length}";
            """, language));
    }

    [Fact]
    public void Plain_names_become_plain_members() => Assert.Equal("VibrationRms Input1_12 A A_2", UserCode.Run<string>(
        new ModelBuilder(Scheme.Int8, 4).InputNames("vibration_rms", "input_1_12", "a", "a").Lstm(4).Head(),
        "return string.Join(' ', Array.ConvertAll(typeof(Engine.Sample).GetProperties(), value => value.Name));"));

    [Fact]
    public void A_project_that_hides_the_names_of_the_runtime_compiles() => GeneratorRun.Of(
        ["""
        namespace Plant.Line1;
        [global::EdgeLstm.EdgeLstmModel("engine.elstm")] sealed partial class @event;
        """,
        """
        namespace Plant.Line1
        {
            class Quantizer; class Activations; class LstmLayer; class DenseLayer; class Kernel; class Math; class Layers; class EdgeLstm;
        }
        namespace Plant.Layers { class LstmLayer; }
        namespace Plant.EdgeLstm { class Kernel; }
        """],
        [new TextFile("engine.elstm", new ModelBuilder(Scheme.Int8, 2).Lstm(4).Dense(1, FunctionKind.Relu).Head().Text())]).Compile();

    /// <summary>Each line of the case alone: the first two, and one of those that are commented out.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(GeneratedNames))]
    public void A_project_with_a_name_that_generated_code_uses_compiles(string line)
    {
        string[] aliases = line.StartsWith("global using", StringComparison.Ordinal) ? [line] : [];
        foreach (string model in (string[])["int8", "every-step", "held-window", "initial-state", "bidirectional"])
        {
            GeneratorRun.Of(
                [.. aliases, "namespace App { [global::EdgeLstm.EdgeLstmModel(\"pump.elstm\")] public sealed partial class Pump; }", .. aliases.Length == 0 ? [line] : (string[])[]],
                [new TextFile("pump.elstm", Zoo.Builder(model).Text())]).Compile();
        }
    }

    public static TheoryData<string> GeneratedNames() => [.. Page.File("tests/Golden/cases/people/GeneratedNames.cs").Split('\n')
        .Where(line => line.Contains("// CS", StringComparison.Ordinal)).Select(line => line[..line.IndexOf("// CS", StringComparison.Ordinal)].Replace("// ", "", StringComparison.Ordinal).Trim())];

    /// <summary>Whatever a project calls its own: no name in emitted code is looked up outside of the class.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Zoo.All), MemberType = typeof(Zoo))]
    public void Every_type_that_emitted_code_names_is_its_own_or_begins_with_global(string model)
    {
        var run = GeneratorRun.Of("namespace App; [global::EdgeLstm.EdgeLstmModel(\"engine.elstm\")] public sealed partial class Engine;", new TextFile("engine.elstm", Zoo.Builder(model).Text()));
        foreach (var tree in run.Output.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)))
        {
            var meaning = run.Output.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
            {
                var symbol = meaning.GetSymbolInfo(name).Symbol;
                if (name.Parent is UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax or AliasQualifiedNameSyntax)
                {
                    Assert.False(name.Parent is UsingDirectiveSyntax);
                    continue;
                }

                var outer = (symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? symbol.ContainingType : symbol) as INamespaceOrTypeSymbol;
                bool qualified = name.Parent is QualifiedNameSyntax q && q.Right == name || name.Parent is MemberAccessExpressionSyntax m && m.Name == name || name.Parent is QualifiedCrefSyntax
                    || name.Parent is NameMemberCrefSyntax { Parent: QualifiedCrefSyntax };
                bool own = symbol?.ContainingType is { } container && (container.Name == "Engine" || container.ContainingType?.Name == "Engine");
                Assert.True(outer is null || qualified || own, $"{tree.FilePath}: {name.Parent}");
                Assert.False(symbol is IMethodSymbol { ReducedFrom: not null }, $"an extension method needs a using: {name.Parent}");
            }
        }
    }

    [Fact]
    public void A_virtual_Reset_of_a_base_class_resets_the_model()
    {
        // The case is a program; what it prints is returned here.
        string text = Page.File("tests/Golden/cases/people/HiddenReset.cs").Replace("System.Console.WriteLine(p.CurrentState.Steps);", "return p.CurrentState.Steps;\n", StringComparison.Ordinal);
        int first = text.IndexOf("var p", StringComparison.Ordinal), types = text.IndexOf("public class", StringComparison.Ordinal);
        string program = $"{text[..first]} public static class User {{ public static long Run() {{ {text[first..types]} }} }} {text[types..]}";
        var model = new ModelBuilder(Scheme.Int8, 1).InputNames("vibration_rms").Lstm(4).Head();
        var user = GeneratorRun.Of(program, new TextFile("pump.elstm", model.Text())).Compile().GetType("User")!;
        Assert.Equal(0L, user.GetMethod("Run")!.Invoke(null, null));
    }

    [Theory]
    [InlineData("namespace A.@namespace.B { [EdgeLstm.EdgeLstmModel(\"engine.elstm\")] public partial class Engine; }", "A.namespace.B.Engine.g.cs")]
    [InlineData("[EdgeLstm.EdgeLstmModel(\"engine.elstm\")] partial class Größe;", "Größe.g.cs")]
    [InlineData("namespace A { [EdgeLstm.EdgeLstmModel(\"engine.elstm\")] internal abstract partial class @class { public int Mine() => InputCount; } }", "A.class.g.cs")]
    public void Files_are_named_after_the_class_with_its_namespace(string source, string hintName)
    {
        var run = GeneratorRun.Of(source, new TextFile("engine.elstm", ModelBuilder.Text()));
        run.Compile();
        Assert.NotEmpty(run.Source(hintName));
        Assert.NotEmpty(run.Source(hintName.Replace(".g.cs", ".Weights.g.cs", StringComparison.Ordinal)));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Zoo.All), MemberType = typeof(Zoo))]
    public void Emitted_code_has_no_warning_even_without_its_pragma(string model)
    {
        // The pragma is for projects that are CLS-compliant; the compiler itself, with nullable and documentation checks, has nothing to
        // say.
        var run = GeneratorRun.Of("/** <summary>An engine.</summary> */ [EdgeLstm.EdgeLstmModel(\"engine.elstm\")] public sealed partial class Engine;",
            new TextFile("engine.elstm", Zoo.Builder(model).Text()));
        var output = run.Output;
        foreach (var tree in output.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)))
        {
            string text = Regex.Replace(tree.ToString(), "^(#pragma.*|// <auto-generated/>)$", "", RegexOptions.Multiline);
            output = output.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, "Plain.cs"));
        }

        var options = output.Options.WithSpecificDiagnosticOptions([]);
        Assert.Empty(output.WithOptions(options).GetDiagnostics().Where(d => d.Severity != Microsoft.CodeAnalysis.DiagnosticSeverity.Hidden));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.Preview)]
    public void Emitted_code_compiles_in_every_language_version_from_12(LanguageVersion language)
    {
        foreach (string name in (string[])["int8", "float32", "stacked", "initial-state", "two-heads", "every-step"])
            Assert.Equal(Zoo.Builder(name).Build().Inputs.Count, UserCode.Run<int>(Zoo.Builder(name), "return Engine.InputCount;", language));
    }
}
