using EdgeLstm.Generator.Emit;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Tool.Commands.New;

/// <summary>Names for files, and for C#, whatever the folder and the model are called.</summary>
/// <param name="Project">The project file's; also the program's.</param>
/// <param name="Space">The namespace.</param>
/// <param name="Class">The model's class.</param>
/// <param name="Model">The model's file.</param>
sealed record AppNames(string Project, string Space, string Class, string Model)
{
    const string Suffix = "Model";

    public static AppNames Of(NewAppRequest request)
    {
        string folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Folder)));
        string project = FileName(request.Name ?? folder, "App"), stem = FileName(Path.GetFileNameWithoutExtension(request.Model), "model");
        return new(project, Namespace(project), ClassName(stem), stem + ".elstm");
    }

    /// <summary>Letters, digits and - _ . as every shell, MSBuild and systemd take them as they are.</summary>
    static string FileName(string text, string otherwise)
    {
        string name = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')).Trim('.', '-');
        return name.Any(char.IsAsciiLetterOrDigit) ? name : otherwise;
    }

    static string Namespace(string project)
    {
        string[] parts = [.. project.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(Identifier)];
        // Names that our own lines use would be looked for in it.
        return parts[0] is "System" or "EdgeLstm" or "Xunit" ? $"{parts[0]}App{string.Concat(parts.Skip(1).Select(part => "." + part))}"
            : string.Join('.', parts);
    }

    static string Identifier(string part)
    {
        string name = part.Replace('-', '_');
        return char.IsAsciiDigit(name[0]) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "_" + name : name;
    }

    static string ClassName(string stem)
    {
        string name = Identifiers.Of([stem.Replace('-', '_').Replace('.', '_')], "")[0];
        return name.EndsWith(Suffix, StringComparison.Ordinal) && name != Suffix ? name : name + Suffix;
    }
}
