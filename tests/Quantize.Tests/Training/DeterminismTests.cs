using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Tests.Training;

public class DeterminismTests
{
    static float[] Gradient(int threads, ulong key)
    {
        const int Steps = 7, Features = 3, Windows = 333;
        var random = new SeededRandom(3);
        var samples = Enumerable.Range(0, (Windows + Steps) * Features).Select(_ => (float)random.Uniform()).ToArray();
        int[] windows = [.. Enumerable.Range(0, Windows)];
        var network = new TrainableNetwork<float>(new(Features, [new(new LstmSpec { Gates = new(GateKind.Hard) }, 5), new(new GruSpec(), 4, true)], 1, Dropout: 0.2));
        Initialization.Fill(network, 1, 1, uniformGates: true);
        network.Pack(network.Parameters);
        var engine = new BatchEngine<float>(network, new(LossKind.SquaredError), new(Steps, Features, 1, samples, windows, [.. windows.Select(n => n / 333f)]), 333, threads);
        engine.Train(windows, new(Training: true, 0.5, key) { InputNoise = 0.1 });
        return [.. engine.Gradient];
    }

    [Fact]
    public void A_gradient_does_not_depend_on_the_number_of_threads() => Assert.Equal(Gradient(1, 4), Gradient(5, 4));

    [Fact]
    public void Another_key_draws_other_noise() => Assert.NotEqual(Gradient(1, 4), Gradient(1, 5));
}
