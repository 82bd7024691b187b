using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>A network over one block of samples, forward and back, in memory that it keeps: each thread has its own.</summary>
sealed class NetworkPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Dropout draws from other places than the gates of any layer.</summary>
    const int DropoutPlace = 1 << 16;

    readonly TrainableNetwork<T> _network;
    readonly NetworkLevel<T>[] _levels;
    readonly Sequence<T> _final, _finalGradient;
    readonly bool _everyStep;
    readonly InputNoise<T> _inputNoise;

    /// <summary>
    /// Memory for a block of <paramref name="lanes"/> samples; with <paramref name="everyStep"/> the network answers at each step, else at
    /// the last.
    /// </summary>
    public NetworkPass(TrainableNetwork<T> network, int steps, int lanes, bool everyStep = false)
    {
        _network = network;
        var spec = network.Spec;
        Input = new(steps, spec.Inputs, lanes);
        _inputNoise = new(spec.Inputs * lanes);
        _levels = [.. network.Levels.Select((layers, level) => new NetworkLevel<T>(layers, steps, lanes, DropoutPlace + level, spec.Dropout, !everyStep && level == network.Levels.Count - 1))];
        _everyStep = everyStep;
        int width = spec.Layers[^1].Outputs;
        (_final, _finalGradient) = (new(1, width, lanes), new(1, width, lanes));
        int answers = everyStep ? steps : 1;
        (Answers, AnswerGradient) = (new(answers, spec.Outputs, lanes), new(answers, spec.Outputs, lanes));
    }

    /// <summary>The samples [features] at each step; the caller fills it.</summary>
    public Sequence<T> Input { get; }

    /// <summary>[outputs] at each answer.</summary>
    public Sequence<T> Answers { get; }

    /// <summary>dL/d<see cref="Answers"/>; the caller fills it before <see cref="Backward"/>.</summary>
    public Sequence<T> AnswerGradient { get; }

    public void Forward(PassContext context)
    {
        _inputNoise.Add(Input, context);
        var x = Input;
        foreach (var level in _levels)
        {
            level.Forward(x, context);
            x = level.Output;
        }

        if (!_everyStep)
            _levels[^1].Final(_final[0], context);
        var read = _everyStep ? x : _final;
        for (int t = 0; t < read.Steps; t++)
            LaneProduct.Multiply(_network.Readout, ref read.At(t), ref read.At(t), ref Answers.At(t), Input.Lanes, accumulate: false);
    }

    /// <summary>Adds the gradient of all parameters for the last <see cref="Forward"/>.</summary>
    public void Backward(Span<T> gradient, PassContext context)
    {
        var (read, readGradient) = _everyStep ? (_levels[^1].Output, _levels[^1].OutputGradient) : (_final, _finalGradient);
        foreach (var level in _levels)
            level.ClearGradient();
        for (int t = 0; t < read.Steps; t++)
        {
            _network.AddReadoutGradient(AnswerGradient[t], read[t], gradient, Input.Lanes);
            LaneProduct.Multiply(_network.ToFinal, ref AnswerGradient.At(t), ref AnswerGradient.At(t), ref readGradient.At(t), Input.Lanes, accumulate: false);
        }

        if (!_everyStep)
            _levels[^1].AddFinal(_finalGradient[0], context);
        for (int level = _levels.Length - 1; level >= 0; level--)
        {
            var below = level == 0 ? null : _levels[level - 1];
            _levels[level].Backward(below?.Output ?? Input, below?.OutputGradient, gradient, context);
        }
    }
}
