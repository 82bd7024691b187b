using System.Text.Json;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>The models of tests/Golden/keras, which make_keras.py writes, and what it computed with them.</summary>
static class KerasGoldens
{
    public static readonly string Folder = Path.Combine(TestFiles.Repository, "tests", "Golden", "keras");

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.golden").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <summary>The file that is given: of a pair, the weights.</summary>
    public static string ModelPath(string name) =>
        new[] { ".h5", ".keras", ".weights.h5" }.Select(ending => Path.Combine(Folder, name + ending)).First(File.Exists);

    public static FamilyGoldens Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.golden")));
        var root = document.RootElement;
        return new(FamilyGoldens.Rows(root.GetProperty("input")),
            [.. root.GetProperty("outputs").EnumerateArray().Select(FamilyGoldens.Output)], [], null);
    }
}
