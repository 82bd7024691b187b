using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Tests.Training;

/// <summary>A network with seeded parameters as if it had been trained, on seven windows of six samples.</summary>
static class RandomModel
{
    public const int Windows = 7, Steps = 6, Features = 3;

    static readonly float[] Means = [11, 12, 13], Scales = [2, 3, 0.5f];

    /// <summary>
    /// The model; its windows [Windows][Steps, Features] in the user's units; and what the trainer answers to them [Windows][2].
    /// </summary>
    public static (TrainingResult Model, float[][] Windows, float[][] Answers) Make(NetworkOptions options, TaskKind task = TaskKind.Regression)
    {
        var network = new TrainableNetwork<float>(options.Spec(Features, 2));
        var random = new SeededRandom(4);
        foreach (ref float value in network.Parameters.AsSpan())
            value = (float)(2 * random.Uniform() - 1);
        network.Mask(network.Parameters);
        float[] samples = [.. Enumerable.Range(0, Windows * Steps * Features).Select(_ => (float)(10 + 4 * random.Uniform()))];
        var set = new WindowSet<float>(Steps, Features, 2, [.. samples.Select((value, i) => (value - Means[i % Features]) / Scales[i % Features])],
            [.. Enumerable.Range(0, Windows).Select(n => n * Steps)], new float[2 * Windows]);
        var data = new TrainingData
        {
            Task = task,
            Inputs = [.. Means.Select((mean, k) => new Channel($"x{k}", "", mean, Scales[k]))],
            Outputs = task == TaskKind.Classification ? [new("p_a"), new("p_b")] : [new("y", "", 5, 2), new("z")],
            Windows = set,
            Train = [0],
            Validation = [1],
            Hash = "",
        };
        network.Pack(network.Parameters);
        var outputs = new float[2 * Windows];
        new BatchEngine<float>(network, new(LossKind.SquaredError), set, Windows, 1).Evaluate([.. Enumerable.Range(0, Windows)], outputs);
        var model = new TrainingResult(network, data, new(), [new(1, 0, 0, 0, IsBest: true)]);
        return (model, [.. samples.Chunk(Steps * Features)], [.. outputs.Chunk(2)]);
    }
}
