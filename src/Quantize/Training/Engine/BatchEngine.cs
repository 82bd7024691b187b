using System.Numerics;
using EdgeLstm.Quantize.Training.Layers;
using EdgeLstm.Quantize.Training.Losses;

namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// Loss and gradient of a batch on all cores. A batch is cut into blocks of lanes, and the blocks are dealt to at most <see cref="MostSlices"/> slices, whose gradients are added up in their order: neither
/// cut depends on the number of threads, and so no result does.
/// </summary>
sealed class BatchEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int MostSlices = 16;

    readonly TrainableNetwork<T> network;
    readonly Loss<T> loss;
    readonly WindowSet<T> data;
    readonly int lanes;
    readonly NetworkPass<T>[] passes;
    readonly Sequence<T>[] targets;
    readonly T[][] gradients;
    readonly double[] losses;

    /// <summary>An engine over <paramref name="data"/> for batches of up to <paramref name="batch"/> windows.</summary>
    public BatchEngine(TrainableNetwork<T> network, Loss<T> loss, WindowSet<T> data, int batch, int threads)
    {
        (this.network, this.loss, this.data) = (network, loss, data);
        lanes = Lanes(batch);
        Batch = batch;
        passes = [.. Enumerable.Range(0, threads).Select(_ => new NetworkPass<T>(network, data.Steps, lanes, data.Lengths is not null))];
        targets = [.. passes.Select(_ => new Sequence<T>(data.AnswerSteps, data.Outputs, lanes))];
        gradients = [.. Enumerable.Range(0, MostSlices).Select(_ => new T[network.Parameters.Length])];
        losses = new double[MostSlices];
    }

    public int Batch { get; }

    /// <summary>The gradient of the last batch.</summary>
    public T[] Gradient => gradients[0];

    /// <summary>Mean loss of the answers to <paramref name="windows"/>, and its gradient.</summary>
    public double Train(int[] windows, PassContext context)
    {
        int blocks = Blocks(windows), slices = Math.Min(blocks, MostSlices);
        double answers = data.Answers(windows);
        Run(slices, (pass, thread, slice) =>
        {
            gradients[slice].AsSpan().Clear();
            losses[slice] = 0;
            for (int block = slice; block < blocks; block += slices)
            {
                var members = Members(windows, block);
                var own = context with { Key = SeededRandom.Derive(context.Key, block) };
                data.Gather(members, pass.Input, targets[thread]);
                pass.Forward(own);
                losses[slice] += Score(pass, targets[thread], members.Length, 1 / answers);
                pass.Backward(gradients[slice], own);
            }
        });

        double sum = losses[0];
        for (int slice = 1; slice < slices; slice++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add<T>(Gradient, gradients[slice], Gradient);
            sum += losses[slice];
        }

        network.Mask(Gradient);
        return sum / answers;
    }

    /// <summary>Mean loss of the answers to <paramref name="windows"/>; these, unless empty, to <paramref name="outputs"/> [windows, AnswerSteps, Outputs].</summary>
    public double Evaluate(int[] windows, T[] outputs, PassContext context = default)
    {
        int blocks = Blocks(windows), slices = Math.Min(blocks, MostSlices);
        Run(slices, (pass, thread, slice) =>
        {
            losses[slice] = 0;
            for (int block = slice; block < blocks; block += slices)
            {
                var members = Members(windows, block);
                var own = context with { Key = SeededRandom.Derive(context.Key, block) };
                data.Gather(members, pass.Input, targets[thread]);
                pass.Forward(own);
                losses[slice] += Score(pass, targets[thread], members.Length, 1);
                if (outputs.Length > 0)
                    Scatter(pass, members.Length, outputs.AsSpan(block * lanes * data.AnswerSteps * data.Outputs));
            }
        });
        return losses[..slices].Sum() / data.Answers(windows);
    }

    double Score(NetworkPass<T> pass, Sequence<T> expected, int samples, double weight)
    {
        double sum = 0;
        for (int t = 0; t < data.AnswerSteps; t++)
            sum += loss.Evaluate(pass.Answers[t], expected[t], pass.AnswerGradient[t], data.Outputs, lanes, samples, weight);
        return sum;
    }

    void Scatter(NetworkPass<T> pass, int samples, Span<T> outputs)
    {
        for (int lane = 0, at = 0; lane < samples; lane++)
            for (int t = 0; t < data.AnswerSteps; t++)
                for (int o = 0; o < data.Outputs; o++)
                    outputs[at++] = pass.Answers[t][o * lanes + lane];
    }

    /// <summary>A block is wide enough for the products to be fast, and narrow enough for a small batch to have several.</summary>
    static int Lanes(int batch) => batch >= 64 ? 32 : 16;

    int Blocks(int[] windows) => (windows.Length + lanes - 1) / lanes;

    ReadOnlySpan<int> Members(int[] windows, int block) => windows.AsSpan(block * lanes, Math.Min(lanes, windows.Length - block * lanes));

    /// <summary>Every slice once, by whichever thread is free.</summary>
    void Run(int slices, Action<NetworkPass<T>, int, int> work)
    {
        int next = -1;
        void Take(int thread)
        {
            for (int slice; (slice = Interlocked.Increment(ref next)) < slices;)
                work(passes[thread], thread, slice);
        }

        if (passes.Length == 1)
            Take(0);
        else
            Parallel.For(0, passes.Length, new ParallelOptions { MaxDegreeOfParallelism = passes.Length }, Take);
    }
}
