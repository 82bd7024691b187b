using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>What has no weights.</summary>
sealed partial class ForwardBuilder
{
    void Add(ForwardStep step, int[] directions)
    {
        string word = step.Word.TrimStart(ForwardStep.WordMark), name = $"{word}_{_stages.Stages.Count + 1}";
        if (ForwardWords.Function(step) is { } function)
            Put(new ActivationStage(name, _at, Width, function));
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
