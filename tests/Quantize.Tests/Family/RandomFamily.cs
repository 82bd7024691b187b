using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Quantize.Tests.Passes.Cells;

namespace EdgeLstm.Quantize.Tests.Family;

/// <summary>
/// Networks out of genes: each adds a layer, what it reads and its sizes are in the gene's digits. Fewer genes are a smaller network, so
/// that FsCheck finds a small one that fails; a gene that fits nothing at its place adds nothing.
/// </summary>
sealed class RandomFamily
{
    static readonly FunctionKind[] Functions =
    [
        FunctionKind.Identity, FunctionKind.Relu, FunctionKind.Tanh, FunctionKind.Sigmoid, FunctionKind.LeakyRelu, FunctionKind.HardSigmoid, FunctionKind.Elu, FunctionKind.Softsign,
        FunctionKind.Softplus, FunctionKind.ScaledTanh, FunctionKind.ThresholdedRelu, FunctionKind.Affine, FunctionKind.Step, FunctionKind.ThreeLevel,
        FunctionKind.Silu, FunctionKind.Gelu, FunctionKind.GeluTanh,
    ];

    readonly Random _random;
    readonly bool _windows;
    readonly int _inputs;
    readonly List<Layer> _layers = [];

    /// <param name="windows">Whether layers that read ahead may be among them.</param>
    RandomFamily(int seed, bool windows)
    {
        (_random, _windows) = (new(seed), windows);
        _inputs = 1 + _random.Next(5);
    }

    public static Network Of(int seed, IEnumerable<int> genes, bool windows)
    {
        var family = new RandomFamily(seed, windows);
        foreach (int gene in genes.Take(8))
            family.Add(Math.Abs((long)gene));
        family.Add(family.Recurrent(-1, 0)); // never without a layer
        return family.Network();
    }

    Network Network()
    {
        int last = _layers.Count - 1;
        // The last layer, and now and then another of as many steps.
        int[] heads = [last, .. Enumerable.Range(0, last).Where(k => _random.Next(6) == 0 && Steps(k) == Steps(last)).Take(2)];
        bool everyStep = _random.Next(2) == 0;
        int outputs = heads.Sum(head => _layers[head].Outputs);
        return RandomNetwork.Of([.. _layers]) with
        {
            Inputs = [.. Enumerable.Range(0, _inputs).Select(k => new Channel($"x{k}", "", k, 1 + 0.5f * k))],
            Outputs = [.. Enumerable.Range(0, outputs).Select(k => new Channel($"y{k}", "", k % 3, 1 + k % 2))],
            Heads = heads,
            EveryStep = everyStep,
        };
    }

    void Add(long gene)
    {
        int kind = (int)(gene % 12), detail = (int)(gene / 12 % 1000);
        int source = (detail % 3) switch { 0 => _layers.Count - 1, 1 => -1, _ => _random.Next(-1, _layers.Count) };
        switch (kind)
        {
            case 0 or 1 or 2: Add(Recurrent(source, detail)); break;
            case 3: Add(RandomNetwork.Dense(_random, Width(source), 1 + detail % 7, source: source, activation: Activation(detail))); break;
            case 4 or 5: Add(Conv(source, detail)); break;
            case 6: Add(Pool(source, detail)); break;
            case 7: Add(new NormLayer { Name = "norm", Sources = [source], Gamma = Values(source), Beta = Values(source), Epsilon = 1e-5f }); break;
            case 8: Add(new ActivationLayer { Name = "act", Sources = [source], Width = Width(source), Activation = Activation(detail) }); break;
            case 9: Add(new AffineLayer { Name = "affine", Sources = [source], Scale = Values(source), Shift = Values(source) }); break;
            case 10: Join(source, detail); break;
            default: Other(source, detail); break;
        }
    }

    void Add(Layer layer)
    {
        if (layer.Steps(Steps(layer.Sources[0]).Steps) > 0)
            _layers.Add(layer);
    }

    RecurrentLayer Recurrent(int source, int detail)
    {
        var (name, _) = FamilyCells.All[_random.Next(FamilyCells.All.Length)];
        var layer = FamilyCells.Layer(name, _random, Width(source), 1 + detail % 20);
        return layer with
        {
            Sources = [source],
            Direction = _windows && detail % 4 == 1 ? Direction.Reverse : Direction.Forward,
            InitialH = detail % 5 == 0 ? RandomNetwork.Values(_random, layer.InitialH.Length, 0.5f) : layer.InitialH,
            InitialC = detail % 5 == 0 ? RandomNetwork.Values(_random, layer.InitialC.Length, 0.5f) : layer.InitialC,
            InitialHInput = detail % 5 == 1 ? new($"h{_layers.Count}") : null,
            InitialCInput = detail % 5 == 1 && layer.InitialC.Length != 0 ? new($"c{_layers.Count}") : null,
        };
    }

    ConvLayer Conv(int source, int detail)
    {
        int kernel = 1 + detail % 4, dilation = 1 + detail / 4 % 3, outputs = 1 + detail % 6, span = (kernel - 1) * dilation;
        bool causal = !_windows || detail % 2 == 0;
        return new()
        {
            Name = "conv",
            Sources = [source],
            W = RandomNetwork.Values(_random, outputs * kernel * Width(source), 0.5f),
            Bias = RandomNetwork.Values(_random, outputs, 0.5f),
            Activation = Activation(detail / 2),
            Kernel = kernel,
            Dilation = dilation,
            Stride = causal ? 1 : 1 + detail / 8 % 2,
            PadBefore = causal ? span : span - span / 2,
            PadAfter = causal ? 0 : span / 2,
        };
    }

    PoolLayer Pool(int source, int detail)
    {
        int kernel = 1 + detail % 4;
        bool causal = !_windows || detail % 2 == 0;
        return new()
        {
            Name = "pool",
            Sources = [source],
            Width = Width(source),
            Kind = detail % 3 == 0 ? PoolKind.Max : PoolKind.Average,
            Kernel = !causal && detail % 5 == 0 ? null : kernel,
            Stride = causal || detail % 5 == 0 ? 1 : 1 + detail / 4 % 2,
            PadBefore = causal ? kernel - 1 : 0,
            CountsPadding = (causal || detail % 5 != 0) && detail / 3 % 2 == 0,
        };
    }

    /// <summary>A sum or product of equals, or what stands side by side.</summary>
    void Join(int source, int detail)
    {
        int other = Enumerable.Range(-1, _layers.Count + 1).Where(k => k != source && Steps(k) == Steps(source)).OrderBy(_ => _random.Next()).FirstOrDefault(source);
        if (detail % 4 == 2 && Width(other) == Width(source))
            Add(new CombineLayer
            {
                Name = "combine",
                Sources = [source, other],
                By = (CombineKind)(detail / 4 % 3),
                Width = Width(source),
            });
        else if (detail % 2 == 0 && Width(other) == Width(source))
            Add(new AddLayer { Name = "add", Sources = [source, other], Width = Width(source) });
        else
            Add(new ConcatLayer { Name = "concat", Sources = [source, other], Widths = [Width(source), Width(other)] });
    }

    void Other(int source, int detail)
    {
        if (source >= 0 && _layers[source] is RecurrentLayer { Cell: LstmCell } recurrent)
            Add(new CellStateLayer { Name = "cell", Sources = [source], Width = recurrent.HiddenSize });
        else if (detail % 7 == 1)
            Add(new ArgMaxLayer { Name = "class", Sources = [source], Width = Width(source) });
        else if (_windows && Steps(source) == (1, 1, true))
            Add(new RepeatLayer { Name = "repeat", Sources = [source], Width = Width(source), Times = detail % 2 == 0 ? null : 3 + detail % 4 });
        else if (_windows && detail % 3 == 0)
        {
            Add(RandomNetwork.Dense(_random, Width(source), 1, source: source, activation: Activation(detail)));
            Add(new AttentionLayer { Name = "attention", Sources = [_layers.Count - 1, source], Width = Width(source) });
        }
        else if (_windows)
            Add(new PickLayer
            {
                Name = "last",
                Sources = [source],
                Width = Width(source),
                First = detail % 2 == 0,
                Away = Steps(source).Steps > 5 ? detail / 2 % 4 : 0,
            });
    }

    Activation Activation(int detail) => detail % 11 == 10
        ? detail % 2 == 0 ? EdgeLstm.Quantize.Graph.Activation.Softmax : EdgeLstm.Quantize.Graph.Activation.LogSoftmax
        : new(new ScalarFunction(Functions[detail % Functions.Length], 0.3f, 0.6f));

    int Width(int layer) => layer < 0 ? _inputs : _layers[layer].Outputs;

    float[] Values(int layer) => RandomNetwork.Values(_random, Width(layer), 1.5f);

    /// <summary>
    /// Steps for windows of 40 and of 41 samples, and whether they are the same for any: two that agree for one window may not for another.
    /// </summary>
    (int Steps, int Next, bool Fixed) Steps(int layer)
    {
        if (layer < 0)
            return (40, 41, false);
        if (_layers[layer] is RepeatLayer repeat)
            return (repeat.Times ?? 40, repeat.Times ?? 41, repeat.Times is not null);
        var (steps, next, isFixed) = Steps(_layers[layer].Sources[0]);
        isFixed |= _layers[layer] is PickLayer or AttentionLayer or PoolLayer { Kernel: null };
        return (_layers[layer].Steps(steps), _layers[layer].Steps(next), isFixed);
    }
}
