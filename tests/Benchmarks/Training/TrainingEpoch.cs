using System.Diagnostics;
using System.Globalization;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Benchmarks.Training;

/// <summary>
/// Seconds of one training epoch of FD001's size: 17,731 windows of 30 samples and 14 features, batches of 512, one LSTM and a dense head,
/// squared error, Adam, gradient norm clipping. tests/Training/torch_epoch.py is the same in PyTorch. Data are random: the arithmetic does
/// not depend on them.
/// </summary>
static class TrainingEpoch
{
    const int Windows = 17731, Steps = 30, Features = 14, Batch = 512, Epochs = 5;

    /// <summary>train [UNITS THREADS]: without, 64 and 32 units on all cores and on one.</summary>
    public static int Run(string[] options)
    {
        (int Units, int Threads)[] cases = options is [var units, var threads]
            ? [(int.Parse(units, CultureInfo.InvariantCulture), int.Parse(threads, CultureInfo.InvariantCulture))]
            : [.. new[] { 64, 32 }.SelectMany(each => new[] { (each, Environment.ProcessorCount), (each, 1) })];
        Console.WriteLine("units  threads  seconds an epoch: median, least, most");
        foreach (var (size, cores) in cases)
        {
            double[] seconds = Measure(size, cores);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{size,5}  {cores,7}  {seconds[seconds.Length / 2]:F3}  {seconds[0]:F3}  {seconds[^1]:F3}"));
        }

        return 0;
    }

    static double[] Measure(int units, int threads)
    {
        var trainer = new NetworkTrainer(new NetworkOptions { HiddenSize = units }.Spec(Features, 1), LossKind.SquaredError, Data(),
            new() { Batch = Batch, Epochs = Epochs + 1, Threads = threads });
        trainer.RunEpoch(CancellationToken.None); // compiles
        var seconds = new double[Epochs];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            var watch = Stopwatch.StartNew();
            trainer.RunEpoch(CancellationToken.None);
            seconds[epoch] = watch.Elapsed.TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds;
    }

    /// <summary>Validation is one window, so that an epoch is training and nothing else.</summary>
    static TrainingData Data()
    {
        var random = new Random(1);
        float[] samples = [.. Enumerable.Range(0, (Windows + Steps) * Features).Select(_ => (float)(2 * random.NextDouble() - 1))];
        return new()
        {
            Task = TaskKind.Regression,
            Inputs = [.. Enumerable.Range(0, Features).Select(k => new Channel($"x{k}"))],
            Outputs = [new("y")],
            Windows = new(Steps, Features, 1, samples, [.. Enumerable.Range(0, Windows)],
                [.. Enumerable.Range(0, Windows).Select(_ => random.NextSingle())]),
            Train = [.. Enumerable.Range(0, Windows)],
            Validation = [0],
            Hash = "",
        };
    }
}
