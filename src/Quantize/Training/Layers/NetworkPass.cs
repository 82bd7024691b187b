using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>A network over one block of samples, forward and back, in memory that it keeps: each thread has its own.</summary>
sealed class NetworkPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Dropout draws from other places than the gates of any layer.</summary>
    const int DropoutPlace = 1 << 16;

    readonly TrainableNetwork<T> network;
    readonly LayerPair<T>[] levels;
    readonly Sequence<T> final, finalGradient, outputs, outputGradient;

    public NetworkPass(TrainableNetwork<T> network, int steps, int lanes)
    {
        this.network = network;
        var spec = network.Spec;
        Input = new(steps, spec.Inputs, lanes);
        levels = [.. network.Levels.Select((layers, level) => new LayerPair<T>(layers, steps, lanes, DropoutPlace + level, spec.Dropout, level == network.Levels.Count - 1))];
        int width = spec.Layers[^1].Outputs;
        (final, finalGradient) = (new(1, width, lanes), new(1, width, lanes));
        (outputs, outputGradient) = (new(1, spec.Outputs, lanes), new(1, spec.Outputs, lanes));
    }

    /// <summary>The samples [features] at each step; the caller fills it.</summary>
    public Sequence<T> Input { get; }

    /// <summary>[outputs][lanes].</summary>
    public Span<T> Outputs => outputs[0];

    /// <summary>dL/d<see cref="Outputs"/>; the caller fills it before <see cref="Backward"/>.</summary>
    public Span<T> OutputGradient => outputGradient[0];

    /// <summary>The level's output at each step, as the level above reads it: for looking at.</summary>
    public Sequence<T> LevelOutput(int level) => levels[level].Output;

    public void Forward(PassContext context)
    {
        var x = Input;
        foreach (var level in levels)
        {
            level.Forward(x, context);
            x = level.Output;
        }

        levels[^1].Final(final[0], context);
        LaneProduct.Multiply(network.Readout, ref final.At(0), ref final.At(0), ref outputs.At(0), Input.Lanes, accumulate: false);
    }

    /// <summary>Adds the gradient of all parameters for the last <see cref="Forward"/>.</summary>
    public void Backward(Span<T> gradient, PassContext context)
    {
        network.AddReadoutGradient(OutputGradient, final[0], gradient, Input.Lanes);
        LaneProduct.Multiply(network.ToFinal, ref outputGradient.At(0), ref outputGradient.At(0), ref finalGradient.At(0), Input.Lanes, accumulate: false);
        foreach (var level in levels)
            level.ClearGradient();
        levels[^1].AddFinal(finalGradient[0], context);
        for (int level = levels.Length - 1; level >= 0; level--)
        {
            var below = level == 0 ? null : levels[level - 1];
            levels[level].Backward(below?.Output ?? Input, below?.OutputGradient, gradient, context);
        }
    }
}
