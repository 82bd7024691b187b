using System.Numerics;
using EdgeLstm.Quantize.Training.Layers;
using EdgeLstm.Quantize.Training.Losses;

namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// Loss and gradient of a batch on all cores. A batch is cut into blocks of lanes, and the blocks are dealt to at most
/// <see cref="MaxSlices"/> slices, whose gradients are added up in their order: neither cut depends on the number of threads, and so no
/// result does.
/// </summary>
sealed class BatchEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int MaxSlices = 16;

    readonly Loss<T> _loss;
    readonly WindowSet<T> _data;
    readonly int _lanes;
    readonly NetworkPass<T>[] _passes;
    readonly Sequence<T>[] _targets;
    readonly T[][] _gradients;
    readonly double[] _losses;

    /// <summary>An engine over <paramref name="data"/> for batches of up to <paramref name="batch"/> windows.</summary>
    public BatchEngine(TrainableNetwork<T> network, Loss<T> loss, WindowSet<T> data, int batch, int threads)
    {
        (Network, _loss, _data) = (network, loss, data);
        _lanes = Lanes(batch);
        _passes = [.. Enumerable.Range(0, threads).Select(_ => new NetworkPass<T>(network, data.Steps, _lanes, data.Lengths is not null))];
        _targets = [.. _passes.Select(_ => new Sequence<T>(data.AnswerSteps, data.Outputs, _lanes))];
        _gradients = [.. Enumerable.Range(0, MaxSlices).Select(_ => new T[network.Parameters.Length])];
        _losses = new double[MaxSlices];
    }

    /// <summary>Whose weights, as they were last laid out, give the answers.</summary>
    public TrainableNetwork<T> Network { get; }

    /// <summary>The gradient of the last batch.</summary>
    public T[] Gradient => _gradients[0];

    /// <summary>Mean loss of the answers to <paramref name="windows"/>, and its gradient.</summary>
    public double Train(int[] windows, PassContext context)
    {
        int blocks = Blocks(windows), slices = Math.Min(blocks, MaxSlices);
        double answers = _data.Answers(windows);
        Run(slices, (pass, thread, slice) =>
        {
            _gradients[slice].AsSpan().Clear();
            _losses[slice] = 0;
            for (int block = slice; block < blocks; block += slices)
            {
                var members = Members(windows, block);
                var own = context with { Key = SeededRandom.Derive(context.Key, block) };
                _data.Gather(members, pass.Input, _targets[thread]);
                pass.Forward(own);
                _losses[slice] += Score(pass, _targets[thread], members.Length, 1 / answers);
                pass.Backward(_gradients[slice], own);
            }
        });

        double sum = _losses[0];
        for (int slice = 1; slice < slices; slice++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add<T>(Gradient, _gradients[slice], Gradient);
            sum += _losses[slice];
        }

        Network.Mask(Gradient);
        return sum / answers;
    }

    /// <summary>
    /// Mean loss of the answers to <paramref name="windows"/>; these, unless empty, to <paramref name="outputs"/> [windows, AnswerSteps,
    /// Outputs].
    /// </summary>
    public double Evaluate(int[] windows, T[] outputs, PassContext context = default)
    {
        int blocks = Blocks(windows), slices = Math.Min(blocks, MaxSlices);
        Run(slices, (pass, thread, slice) =>
        {
            _losses[slice] = 0;
            for (int block = slice; block < blocks; block += slices)
            {
                var members = Members(windows, block);
                var own = context with { Key = SeededRandom.Derive(context.Key, block) };
                _data.Gather(members, pass.Input, _targets[thread]);
                pass.Forward(own);
                _losses[slice] += Score(pass, _targets[thread], members.Length, 1);
                if (outputs.Length > 0)
                    Scatter(pass, members.Length, outputs.AsSpan(block * _lanes * _data.AnswerSteps * _data.Outputs));
            }
        });
        return _losses[..slices].Sum() / _data.Answers(windows);
    }

    double Score(NetworkPass<T> pass, Sequence<T> expected, int samples, double weight)
    {
        double sum = 0;
        for (int t = 0; t < _data.AnswerSteps; t++)
            sum += _loss.Evaluate(pass.Answers[t], expected[t], pass.AnswerGradient[t], _data.Outputs, _lanes, samples, weight);
        return sum;
    }

    void Scatter(NetworkPass<T> pass, int samples, Span<T> outputs)
    {
        for (int lane = 0, at = 0; lane < samples; lane++)
            for (int t = 0; t < _data.AnswerSteps; t++)
                for (int o = 0; o < _data.Outputs; o++)
                    outputs[at++] = pass.Answers[t][o * _lanes + lane];
    }

    /// <summary>A block is wide enough for the products to be fast, and narrow enough for a small batch to have several.</summary>
    static int Lanes(int batch) => batch >= 64 ? 32 : 16;

    int Blocks(int[] windows) => (windows.Length + _lanes - 1) / _lanes;

    ReadOnlySpan<int> Members(int[] windows, int block) => windows.AsSpan(block * _lanes, Math.Min(_lanes, windows.Length - block * _lanes));

    /// <summary>Every slice once, by whichever thread is free.</summary>
    void Run(int slices, Action<NetworkPass<T>, int, int> work)
    {
        int next = -1;
        void Take(int thread)
        {
            for (int slice; (slice = Interlocked.Increment(ref next)) < slices;)
                work(_passes[thread], thread, slice);
        }

        if (_passes.Length == 1)
            Take(0);
        else
            Parallel.For(0, _passes.Length, new ParallelOptions { MaxDegreeOfParallelism = _passes.Length }, Take);
    }
}
