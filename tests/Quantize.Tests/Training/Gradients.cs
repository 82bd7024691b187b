using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Tests.Training;

/// <summary>A small network in double with seeded parameters, data and noise, and its gradient in two ways.</summary>
sealed class Gradients
{
    const int Steps = 5, Features = 3, Windows = 11;

    readonly BatchEngine<double> _engine;
    readonly TrainableNetwork<double> _network;
    readonly int[] _windows = [.. Enumerable.Range(0, Windows)];
    readonly PassContext _context;

    public Gradients(IReadOnlyList<RecurrentSpec> layers, LossKind loss = LossKind.SquaredError, int outputs = 2, double dropout = 0, bool everyStep = false, double inputNoise = 0)
    {
        _context = new(Training: true, NoiseProbability: 0.7, Key: 99) { InputNoise = inputNoise };
        _network = new(new(Features, layers, outputs, dropout));
        // Any value at all, so that no term of an equation is hidden by a zero or a one.
        var random = new SeededRandom(5);
        foreach (ref double value in _network.Parameters.AsSpan())
            value = 1.6 * random.Uniform() - 0.8;
        _network.Mask(_network.Parameters);
        var samples = Enumerable.Range(0, (Windows + Steps) * Features).Select(_ => 3 * random.Uniform() - 1.5).ToArray();
        _engine = new(_network, new(loss, 20), Data(samples, Targets(loss, outputs, random, everyStep ? Windows + Steps : Windows), outputs, everyStep), Windows, threads: 1);
    }

    public IReadOnlyList<ParameterBlock> Blocks => _network.Blocks;

    public double[] BackPropagated()
    {
        _network.Pack(_network.Parameters);
        _engine.Train(_windows, _context);
        return [.. _engine.Gradient];
    }

    /// <summary>Central differences of the fourth order: their error is of the order of h⁴ = 10⁻¹².</summary>
    public double[] Differences()
    {
        const double H = 1e-3;
        _network.Pack(_network.Parameters);
        _engine.Train(_windows, _context); // hard gates keep their offsets of this pass
        var mask = _network.Parameters.Select(_ => 1.0).ToArray();
        _network.Mask(mask);
        return [.. _network.Parameters.Select((_, i) => mask[i] * (8 * (At(i, H) - At(i, -H)) - (At(i, 2 * H) - At(i, -2 * H))) / (12 * H))];
    }

    double At(int parameter, double shift)
    {
        double kept = _network.Parameters[parameter];
        _network.Parameters[parameter] += shift;
        _network.Pack(_network.Parameters);
        double loss = _engine.Evaluate(_windows, [], _context with { ReplayOffsets = true });
        _network.Parameters[parameter] = kept;
        return loss;
    }

    /// <summary>Where every step has a target, windows are of different lengths and some targets are not known.</summary>
    WindowSet<double> Data(double[] samples, double[] targets, int outputs, bool everyStep)
    {
        if (!everyStep)
            return new(Steps, Features, outputs, samples, _windows, targets);
        for (int row = 0; row < targets.Length / outputs; row += 4)
            targets.AsSpan(row * outputs, outputs).Fill(double.NaN);
        return new(Steps, Features, outputs, samples, _windows, targets) { Lengths = [.. _windows.Select(n => 1 + n % Steps)] };
    }

    static double[] Targets(LossKind loss, int outputs, SeededRandom random, int count)
    {
        var targets = new double[count * outputs];
        for (int i = 0; i < targets.Length; i++)
            targets[i] = loss == LossKind.BinaryCrossEntropy ? random.Below(2) : 4 * random.Uniform() - 2;
        if (loss == LossKind.CrossEntropy)
        {
            targets.AsSpan().Clear();
            for (int window = 0; window < count; window++)
                targets[window * outputs + random.Below(outputs)] = 1;
        }

        return targets;
    }
}
