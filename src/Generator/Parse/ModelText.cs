using EdgeLstm.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace EdgeLstm.Generator.Parse;

/// <summary>An additional file that the project lists as a model. Equal texts are told by their checksum, so that none is parsed twice.</summary>
/// <param name="Path">The file, as the compiler has it.</param>
/// <param name="Item">The path to name it by: relative to the project, with forward slashes.</param>
/// <param name="Source">Where the file was made from an <c>.onnx</c> item during the build, that item, likewise; else the same as <paramref name="Item"/>.</param>
/// <param name="Checksum">SHA-256 of the file's bytes; empty where the file cannot be read.</param>
/// <param name="Text">The contents.</param>
sealed record ModelText(string Path, string Item, string Source, string Checksum, Derived<SourceText?> Text)
{
    // The names that EdgeLstm.Runtime.props makes visible to the compiler.
    const string IsModel = "build_metadata.AdditionalFiles.EdgeLstmModel";
    const string SourceItem = "build_metadata.AdditionalFiles.EdgeLstmSource";

    public static ModelText? Find((AdditionalText File, AnalyzerConfigOptionsProvider Options) pair, CancellationToken cancellation)
    {
        var options = pair.Options.GetOptions(pair.File);
        if (!options.TryGetValue(IsModel, out string? flag) || !string.Equals(flag, "true", StringComparison.OrdinalIgnoreCase))
            return null;
        string item = ItemPath.Relative(pair.File.Path, ProjectFolder(pair.Options.GlobalOptions));
        string source = options.TryGetValue(SourceItem, out string? given) && given.Length != 0 ? ItemPath.Normal(given) : item;
        var text = pair.File.GetText(cancellation);
        return new(pair.File.Path, item, source, text is null ? "" : ArtifactHash.Hex([.. text.GetChecksum()]), new(text));
    }

    static string ProjectFolder(AnalyzerConfigOptions options) =>
        options.TryGetValue("build_property.projectdir", out string? folder) || options.TryGetValue("build_property.MSBuildProjectDirectory", out folder)
            ? folder
            : "";
}
