using System.Text.Json;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>The models of tests/Golden/torch, which make_torch_onnx.py writes, and what PyTorch computed with them.</summary>
static class GoldenModels
{
    static readonly string Folder = Path.Combine(TestFiles.Repository, "tests", "Golden", "torch");

    public static IEnumerable<string> Names => Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public static string ModelPath(string name) => Path.Combine(Folder, name, "model.onnx");

    /// <summary>Per window its samples, flat [T, F], and its outputs, flat [O] or [T, O].</summary>
    public static (float[][] Input, float[][] Output) Windows(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name, "windows.json")));
        return (Read("input"), Read("output"));

        float[][] Read(string property) => [.. document.RootElement.GetProperty(property).EnumerateArray().Select(window => Flatten(window).ToArray())];
    }

    static IEnumerable<float> Flatten(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.GetSingle()];
}
