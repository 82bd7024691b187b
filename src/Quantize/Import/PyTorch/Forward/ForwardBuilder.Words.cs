using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.PyTorch.Modules;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>What has no weights.</summary>
sealed partial class ForwardBuilder
{
    /// <summary>Of 'flatten', what stands outermost: all features of the first step, or all steps of the first feature.</summary>
    const string Steps = "steps", Channels = "channels";

    /// <summary>The step that put all steps side by side, for the linear module that comes next; null: none did.</summary>
    ForwardStep? _flat;

    /// <summary>Whether the last module over time gives [N, channels, steps], as convolutions do.</summary>
    bool _isByChannel;

    /// <summary>The module over all steps; null where there is none.</summary>
    string? _flattened;

    void Add(ForwardStep step, int[] directions)
    {
        string word = step.Word.TrimStart(ForwardStep.WordMark), name = $"{word}_{_stages.Stages.Count + 1}";
        if (ForwardWords.Function(step) is { } function)
        {
            if (_flat is not null && function.IsSoftmax)
                throw Bad(step, "a softmax over steps side by side", "a linear module behind 'flatten'");
            Put(new ActivationStage(name, _at, Width, function));
        }
        else if (_flat is not null)
            throw Bad(step, "something else than a function behind 'flatten'", "a linear module");
        else if (word == ForwardWords.Flatten)
            Flatten(step);
        else if (word == ForwardWords.ArgMax)
        {
            step.Allow([]);
            Put(new ArgMaxStage(name, _at, Width));
        }
        else if (word is ForwardWords.MaxPool or ForwardWords.AveragePool)
            Pool(step, word == ForwardWords.MaxPool ? PoolKind.Max : PoolKind.Average, name);
        else if (word == ForwardWords.Repeat)
            Repeat(step, name);
        else
            Single(step, word, name, directions);
    }

    void Pool(ForwardStep step, PoolKind kind, string name)
    {
        step.Allow(["stride", "pad"], null);
        int kernel = step.Whole("kernel", 0, 1, isFirst: true), pad = step.Whole("pad", 0, 0);
        if (kernel == 0 || _isSingle || pad > kernel / 2)
            throw Bad(step, kernel == 0 ? "no number of samples" : _isSingle ? "a pool over the one step that is left"
                : $"a padding of {pad}",
                $"{step.Word}:2, in front of 'last', its padding half of that at most");
        Put(new PoolStage(name, _at, Width, new()
        {
            Name = name,
            Sources = [-1],
            Kind = kind,
            Width = Width,
            Kernel = kernel,
            Stride = step.Whole("stride", kernel, 1),
            PadBefore = pad,
            PadAfter = pad,
            CountsPadding = true, // as PyTorch does unless told otherwise
        }));
    }

    /// <summary>All steps side by side, for the linear module behind it, whose size says how many there are.</summary>
    void Flatten(ForwardStep step)
    {
        step.Allow([Steps], Steps, Channels);
        if (_isSingle)
            throw Bad(step, "one step alone to flatten", "it in front of 'last', 'hn' or 'mean', or left out");
        if (_at < 0 && step.Value("steps") is null)
            throw Bad(step, "'flatten' of the input, of as many steps as a window has", "flatten:steps=30");
        _flat = step;
    }

    /// <summary>A linear module over all steps of a window is a convolution as long as the window.</summary>
    void Flattened(TorchModule module)
    {
        var step = _flat!;
        _flat = null;
        int width = Width, steps = module.Inputs / width;
        if (module.Inputs % width != 0 || step.Whole("steps", steps, 1) != steps)
            throw Bad(step, $"{width} features a step for {module.Size}", $"as many steps as make {module.Inputs}");
        bool byChannel = step.Values.Contains(Channels) || _isByChannel && !step.Values.Contains(Steps);
        float[] weights = module.Values("weight")!;
        if (byChannel)
        {
            float[] given = weights;
            weights = new float[given.Length];
            for (int i = 0; i < weights.Length; i++)
            {
                int row = i / module.Inputs, at = i % module.Inputs;
                weights[i] = given[row * module.Inputs + at % width * steps + at / width];
            }
        }

        _flattened = module.Name;
        Put(new ConvStage(module.Name, _at, new()
        {
            Name = module.Name,
            Sources = [-1],
            W = weights,
            Bias = module.Values("bias") ?? new float[module.Outputs],
            Activation = Activation.Identity,
            Kernel = steps,
        }));
        _isSingle = true;
    }

    /// <summary>Samples of a window that leaves one step to the module over all steps; null where none does.</summary>
    static int? WindowOf(Network network, int flattened)
    {
        const int Most = 1 << 16;
        for (int samples = 1; samples <= Most; samples++)
            if (network.Steps(samples)[flattened] >= 1)
                return samples;
        return null;
    }

    void Repeat(ForwardStep step, string name)
    {
        step.Allow([], null);
        int times = step.Whole("times", 0, 1, isFirst: true);
        if (!_isSingle)
            throw Bad(step, "more than one step to repeat", "'last' or 'hn' before it");
        Put(new RepeatStage(name, _at, Width, times == 0 ? null : times));
        _isSingle = false;
    }

    /// <summary>One step of all.</summary>
    void Single(ForwardStep step, string word, string name, int[] directions)
    {
        step.Allow([]);
        if (_isSingle || _at < 0)
            throw Bad(step, _at < 0 ? "no layer to take a step of" : "one step already", "it behind a layer over time");
        if (word is ForwardWords.Mean or ForwardWords.Max)
            Put(new PoolStage(name, _at, Width, new()
            {
                Name = name,
                Sources = [-1],
                Kind = word == ForwardWords.Max ? PoolKind.Max : PoolKind.Average,
                Width = Width,
            }));
        else if (word != ForwardWords.Hidden)
            Put(new PickStage(name, _at, Width, word == ForwardWords.First));
        else if (directions.Length == 1)
            Put(new PickStage(name, _at, Width, First: false));
        else if (directions is [var forward, var reverse])
            Hidden(name, forward, reverse);
        else
            throw Bad(step, "a layer without hidden states", "it behind an LSTM, GRU or RNN");
        _isSingle = true;
    }

    /// <summary>What both directions end with: the one with the last sample, the other with the first. Their outputs side by side are not
    /// wanted.</summary>
    void Hidden(string name, int forward, int reverse)
    {
        int[] widths = [_stages.Width(forward)!.Value, _stages.Width(reverse)!.Value];
        int last = Put(new PickStage($"{name} forward", forward, widths[0], First: false));
        int first = Put(new PickStage($"{name} reverse", reverse, widths[1], First: true));
        Put(new JoinStage(name, [last, first], widths));
    }
}
