using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EdgeLstm.Generator.Tests.Running;

/// <summary>An additional file of a test's project.</summary>
/// <param name="path">Relative to the project.</param>
/// <param name="text">Null for a file that cannot be read.</param>
sealed class TextFile(string path, string? text, bool isModel = true, string source = "") : AdditionalText
{
    public const string Project = "/src/plant";

    readonly SourceText? _text = text is null ? null : SourceText.From(text, Encoding.UTF8, SourceHashAlgorithm.Sha256);

    public override string Path { get; } = $"{Project}/{path}";

    public bool IsModel { get; } = isModel;

    public string Source { get; } = source;

    public override SourceText? GetText(CancellationToken cancellationToken = default) => _text;
}
