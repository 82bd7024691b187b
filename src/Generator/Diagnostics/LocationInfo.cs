using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EdgeLstm.Generator.Diagnostics;

/// <summary>A location by value: a <see cref="Location"/> would keep its whole syntax tree alive and never be equal to the next one.</summary>
sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo Of(SyntaxReference syntax, CancellationToken cancellation)
    {
        var location = syntax.GetSyntax(cancellation).GetLocation();
        return new(syntax.SyntaxTree.FilePath, location.SourceSpan, location.GetLineSpan().Span);
    }

    /// <summary>The beginning of a file.</summary>
    public static LocationInfo Of(string path) => new(path, default, default);

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
