using System.Text.Json;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import.PyTorch;

/// <summary>A weight file of tests/Golden/pytorch and what PyTorch computed with it; the script beside them says what stands in
/// which.</summary>
/// <param name="Forward">What the user says of it; null where the guess is right.</param>
/// <param name="Outputs">By window, of the last step or of all.</param>
sealed record PyTorchGoldens(string Path, string? Forward, float[][] Input, float[][] Outputs)
{
    public static string Folder { get; } = System.IO.Path.Combine(TestFiles.Repository, "tests", "Golden", "pytorch");

    /// <summary>With endings.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Folder).Where(path => !path.EndsWith(".json", StringComparison.Ordinal))
        .Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static PyTorchGoldens Read(string name)
    {
        string path = System.IO.Path.Combine(Folder, name);
        using var document = JsonDocument.Parse(File.ReadAllText(System.IO.Path.ChangeExtension(path, ".json")));
        var root = document.RootElement;
        return new(path, root.GetProperty("forward").GetString(), Rows(root.GetProperty("input")), Rows(root.GetProperty("outputs")[0]));
    }

    public Network Import() => ModelLoader.Import(Path, new(Forward, _ => { }));

    static float[][] Rows(JsonElement windows) => [.. windows.EnumerateArray().Select(window => Flatten(window).ToArray())];

    static IEnumerable<float> Flatten(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.GetSingle()];
}
