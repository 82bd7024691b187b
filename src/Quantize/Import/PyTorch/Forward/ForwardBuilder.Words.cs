using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>What has no weights.</summary>
sealed partial class ForwardBuilder
{
    void Add(ForwardStep step, int[] directions)
    {
        string word = step.Word.TrimStart(ForwardStep.WordMark), name = $"{word}_{_layers.Count + 1}";
        if (ForwardWords.Function(step) is { } function)
            Function(function, name);
        else if (word is ForwardWords.MaxPool or ForwardWords.AveragePool)
            Pool(step, word == ForwardWords.MaxPool ? PoolKind.Max : PoolKind.Average, name);
        else if (word == ForwardWords.Repeat)
            Repeat(step, name);
        else
            Single(step, word, name, directions);
    }

    void Function(Activation function, string name)
    {
        bool isNewest = _at >= 0 && _at == _layers.Count - 1;
        if (isNewest && _layers[_at] is DenseLayer { Activation.Function.Kind: FunctionKind.Identity } dense)
            _layers[_at] = dense with { Activation = function };
        else if (isNewest && _layers[_at] is ConvLayer { Activation.Function.Kind: FunctionKind.Identity } conv)
            _layers[_at] = conv with { Activation = function };
        else
            Put(new ActivationLayer { Name = name, Sources = [_at], Activation = function, Width = Width });
    }

    void Pool(ForwardStep step, PoolKind kind, string name)
    {
        step.Allow(["stride", "pad"], null);
        int kernel = step.Whole("kernel", 0, 1, isFirst: true), pad = step.Whole("pad", 0, 0);
        if (kernel == 0 || _isSingle || pad > kernel / 2)
            throw Bad(step, kernel == 0 ? "no number of samples" : _isSingle ? "a pool over the one step that is left"
                : $"a padding of {pad}",
                $"{step.Word}:2, in front of 'last', its padding half of that at most");
        Put(new PoolLayer
        {
            Name = name,
            Sources = [_at],
            Kind = kind,
            Width = Width,
            Kernel = kernel,
            Stride = step.Whole("stride", kernel, 1),
            PadBefore = pad,
            PadAfter = pad,
            CountsPadding = true, // as PyTorch does unless told otherwise
        });
    }

    void Repeat(ForwardStep step, string name)
    {
        step.Allow([], null);
        int times = step.Whole("times", 0, 1, isFirst: true);
        if (!_isSingle)
            throw Bad(step, "more than one step to repeat", "'last' or 'hn' before it");
        Put(new RepeatLayer { Name = name, Sources = [_at], Width = Width, Times = times == 0 ? null : times });
        _isSingle = false;
    }

    /// <summary>One step of all.</summary>
    void Single(ForwardStep step, string word, string name, int[] directions)
    {
        step.Allow([]);
        if (_isSingle || _at < 0)
            throw Bad(step, _at < 0 ? "no layer to take a step of" : "one step already", "it behind a layer over time");
        if (word is ForwardWords.Mean or ForwardWords.Max)
            Put(new PoolLayer
            {
                Name = name,
                Sources = [_at],
                Kind = word == ForwardWords.Max ? PoolKind.Max
                : PoolKind.Average,
                Width = Width
            });
        else if (word != ForwardWords.Hidden)
            Put(new PickLayer { Name = name, Sources = [_at], Width = Width, First = word == ForwardWords.First });
        else if (directions.Length == 1)
            Put(new PickLayer { Name = name, Sources = [_at], Width = Width });
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
        _layers.RemoveAt(_at);
        int last = Put(new PickLayer { Name = $"{name} forward", Sources = [forward], Width = _layers[forward].Outputs });
        int first = Put(new PickLayer { Name = $"{name} reverse", Sources = [reverse], Width = _layers[reverse].Outputs, First = true });
        Put(new ConcatLayer { Name = name, Sources = [last, first], Widths = [_layers[last].Outputs, _layers[first].Outputs] });
    }
}
