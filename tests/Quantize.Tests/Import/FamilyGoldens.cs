using System.Text.Json;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>
/// The models of tests/Golden/family and what PyTorch, ONNX Runtime or the equations themselves gave; golden_files.py says what stands in
/// them. Values are per window.
/// </summary>
sealed record FamilyGoldens(float[][] Input, FamilyOutput[] Outputs, Dictionary<string, float[][]> States, int[]? Lengths)
{
    /// <summary>Outputs of the graph that the model has none of, since they are its state: by name.</summary>
    public IReadOnlyDictionary<string, FamilyOutput> LeftOut { get; private init; } = new Dictionary<string, FamilyOutput>();

    static readonly string Folder = Path.Combine(TestFiles.Repository, "tests", "Golden", "family");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static string ModelPath(string name) => Path.Combine(Folder, $"{name}.onnx");

    public static FamilyGoldens Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")));
        var root = document.RootElement;
        string[] names = [.. ModelProto.Parser.ParseFrom(File.ReadAllBytes(ModelPath(name))).Graph.Output.Select(output => output.Name)];
        var left = OnnxImporter.Import(ModelPath(name)).StateOutputs;
        FamilyOutput[] all = [.. root.GetProperty("outputs").EnumerateArray().Select(Output)];
        return new(Rows(root.GetProperty("input")), [.. all.Where((_, i) => !left.Contains(names[i]))],
            root.TryGetProperty("states", out var states) ? states.EnumerateObject().ToDictionary(state => state.Name, state => Rows(state.Value)) : [],
            root.TryGetProperty("lengths", out var lengths) ? [.. lengths.EnumerateArray().Select(length => length.GetInt32())] : null)
        {
            LeftOut = left.ToDictionary(output => output, output => all[Array.IndexOf(names, output)]),
        };
    }

    /// <summary>[N][O] or [N][T][O].</summary>
    internal static FamilyOutput Output(JsonElement windows) =>
        windows[0][0].ValueKind == JsonValueKind.Array ? new(Rows(windows), windows[0][0].GetArrayLength(), true) : new(Rows(windows), windows[0].GetArrayLength(), false);

    internal static float[][] Rows(JsonElement windows) => [.. windows.EnumerateArray().Select(window => Flatten(window).ToArray())];

    static IEnumerable<float> Flatten(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.GetSingle()];
}
