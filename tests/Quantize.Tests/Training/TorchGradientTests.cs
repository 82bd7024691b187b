using System.Numerics;
using System.Text.Json;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Layers;
using EdgeLstm.Quantize.Training.Losses;

namespace EdgeLstm.Quantize.Tests.Training;

/// <summary>
/// Answers, losses and gradients against PyTorch's autograd: tests/Golden/training.json, which make_training_golden.py writes.
/// </summary>
public class TorchGradientTests
{
    static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(TestFiles.Repository, "tests", "Golden", "training.json"))).RootElement.EnumerateArray()];

    public static TheoryData<string> Names => [.. Cases.Select(Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void In_double_all_agree_to_the_last_digits(string name) => Compare<double>(name, 1e-12);

    [Theory]
    [MemberData(nameof(Names))]
    public void In_float_all_agree_to_a_hundred_thousandth(string name) => Compare<float>(name, 1e-5);

    static void Compare<T>(string name, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var golden = Cases.Single(each => Name(each) == name);
        int steps = Int("steps"), features = Int("features"), outputs = Int("outputs");
        CellSpec cell = golden.GetProperty("cell").GetString() switch { "lstm" => new LstmSpec(), "gru" => new GruSpec(), _ => new ElmanSpec() };
        var layer = new RecurrentSpec(cell, Int("units"), golden.GetProperty("bidirectional").GetBoolean());
        var network = new TrainableNetwork<T>(new(features, [.. Enumerable.Repeat(layer, Int("layers"))], outputs));
        Values("parameters").CopyTo(network.Parameters, 0);
        network.Pack(network.Parameters);

        T[] samples = Values("samples"), targets = Values("targets"), answers = new T[targets.Length];
        int[] windows = [.. Enumerable.Range(0, targets.Length / outputs)];
        var loss = new Loss<T>(Enum.Parse<LossKind>(golden.GetProperty("loss").GetString()!));
        var engine = new BatchEngine<T>(network, loss, new(steps, features, outputs, samples, [.. windows.Select(n => n * steps)], targets), windows.Length, 1);
        double value = engine.Train(windows, new(Training: true, 0, 0));
        engine.Evaluate(windows, answers);

        Assert.Equal(golden.GetProperty("value").GetDouble(), value, tolerance);
        Same("answers", answers);
        Same("gradient", engine.Gradient);

        int Int(string property) => golden.GetProperty(property).GetInt32();
        T[] Values(string property) => [.. golden.GetProperty(property).EnumerateArray().Select(number => T.CreateTruncating(number.GetDouble()))];
        void Same(string property, T[] found) =>
            Assert.All(Values(property).Zip(found), pair => Assert.Equal(double.CreateTruncating(pair.First), double.CreateTruncating(pair.Second), tolerance));
    }

    static string Name(JsonElement golden) => golden.GetProperty("name").GetString()!;
}
