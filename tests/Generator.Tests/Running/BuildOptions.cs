using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EdgeLstm.Generator.Tests.Running;

/// <summary>What EdgeLstm.Runtime.props tells the compiler of each file.</summary>
sealed class BuildOptions : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(new() { ["build_property.projectdir"] = TextFile.Project + "/" });

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options([]);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(textFile is not TextFile { IsModel: true } file ? [] : new()
    {
        ["build_metadata.AdditionalFiles.EdgeLstmModel"] = "true",
        ["build_metadata.AdditionalFiles.EdgeLstmSource"] = file.Source,
    });

    sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
