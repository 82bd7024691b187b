using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.PyTorch.Modules;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>Makes the network of modules and of what is done with them.</summary>
sealed partial class ForwardBuilder
{
    readonly List<Layer> _layers = [];
    readonly string _file;
    readonly int _inputs;

    /// <summary>The layer that the next one reads; −1: the input.</summary>
    int _at = -1;

    /// <summary>Whether there is one step left of the window.</summary>
    bool _isSingle;

    /// <summary>The directions of the recurrent module that <see cref="_at"/> is the output of; empty where it is of something
    /// else.</summary>
    int[] _directions = [];

    ForwardBuilder(string file, int inputs) => (_file, _inputs) = (file, inputs);

    int Width => _at < 0 ? _inputs : _layers[_at].Outputs;

    /// <exception cref="ModelException">A step that does not fit, or weights that are no numbers.</exception>
    public static Network Build(IReadOnlyList<ForwardStep> steps, IReadOnlyList<TorchModule> modules, string file)
    {
        if (!modules.Any(module => module.IsOverTime))
            throw new ModelException(ErrorCatalogue.UnsupportedStructure, $"no module over time: {ForwardLine.Names(modules)}",
                "an LSTM, GRU, RNN or Conv1d",
                "EdgeLstm runs recurrent networks; use another runtime for this one", file);
        var first = steps.First(step => step.Module is not null);
        var builder = new ForwardBuilder(file, first.Module!.Inputs * (first.Module.Kind == ModuleKind.Conv ? first.Whole("groups", 1, 1)
            : 1));
        foreach (var step in steps)
            builder.Add(step);
        if (builder._at < 0)
            throw builder.Bad(steps[0], "nothing but words", "a module");
        return builder.Network();
    }

    void Add(ForwardStep step)
    {
        int[] directions = _directions;
        _directions = [];
        try
        {
            if (step.Module is { } module)
                Add(step, module);
            else
                Add(step, directions);
        }
        catch (ModelException e) when (e.File is null)
        {
            throw e.In(_file);
        }
    }

    void Add(ForwardStep step, TorchModule module)
    {
        if (_isSingle && module.IsOverTime)
            throw Bad(step, $"{module.Kind} over the one step that is left", "samples: 'repeat' makes as many again");
        if (!module.Follows(Width))
            throw new ModelException(ErrorCatalogue.BadShape, $"{Width} features for {module.Size}", $"{module.Inputs}",
                "correct the order in --forward", _file, module.Name.Short());
        switch (module.Kind)
        {
            case ModuleKind.Lstm or ModuleKind.Gru or ModuleKind.Rnn: Recurrent(step, module); break;
            case ModuleKind.Conv: Put(ModuleLayers.Conv(step, module, _at, Width)); break;
            case ModuleKind.Dense: step.Allow([]); Put(ModuleLayers.Dense(module, _at)); break;
            case ModuleKind.LayerNorm: Put(ModuleLayers.LayerNorm(step, module, _at)); break;
            default: BatchNorm(ModuleLayers.BatchNorm(step, module, _at)); break;
        }
    }

    void Recurrent(ForwardStep step, TorchModule module)
    {
        step.Allow([], module.Kind == ModuleKind.Rnn ? [ForwardWords.Tanh, ForwardWords.Relu] : []);
        var function = step.Values is [ForwardWords.Relu] ? ScalarFunction.Relu : ScalarFunction.Tanh;
        foreach (var (forward, reverse) in ModuleLayers.Recurrent(module, function))
        {
            int source = _at, first = Put(forward with { Sources = [source] });
            if (reverse is null)
            {
                _directions = [first];
                continue;
            }

            int second = Put(reverse with { Sources = [source] });
            Put(new ConcatLayer { Name = $"{forward.Name} both", Sources = [first, second], Widths = [forward.Outputs, reverse.Outputs] });
            _directions = [first, second];
        }
    }

    /// <summary>Goes into the linear layer in front, where there is one.</summary>
    void BatchNorm(AffineLayer norm)
    {
        var folded = _at < 0 || _at != _layers.Count - 1 ? null : _layers[_at] switch
        {
            DenseLayer { Activation.Function.Kind: FunctionKind.Identity } dense =>
                dense with { W = Scaled(dense.W), Bias = Shifted(dense.Bias) },
            ConvLayer { Activation.Function.Kind: FunctionKind.Identity } conv =>
                conv with { W = Scaled(conv.W), Bias = Shifted(conv.Bias) },
            _ => (Layer?)null,
        };
        if (folded is null)
            Put(norm);
        else
            _layers[_at] = folded;

        float[] Scaled(float[] w) => [.. w.Select((value, i) => value * norm.Scale[i / (w.Length / norm.Outputs)])];
        float[] Shifted(float[] bias) => [.. bias.Select((value, i) => value * norm.Scale[i] + norm.Shift[i])];
    }

    int Put(Layer layer)
    {
        _layers.Add(layer);
        return _at = _layers.Count - 1;
    }

    Network Network()
    {
        foreach (var layer in _layers)
            RequireFinite(layer);
        var (layers, places) = LastSteps.Dissolve(_layers);
        return new()
        {
            Name = Path.GetFileNameWithoutExtension(_file),
            Inputs = Channels("x", _inputs),
            Outputs = Channels("y", Width),
            Layers = layers,
            Heads = [places[_at]],
            EveryStep = !_isSingle,
            Source = _file,
            SourceSha256 = "",
        };
    }

    static Channel[] Channels(string name, int count) => [.. ChannelNames.Default(name, count).Select(channel =>
        new Channel(channel.Name))];

    /// <summary>The file's numbers are finite, but two biases are added, and a scale is multiplied in.</summary>
    void RequireFinite(Layer layer)
    {
        float[][] made = layer switch
        {
            RecurrentLayer recurrent => [recurrent.Bias],
            DenseLayer dense => [dense.W, dense.Bias],
            ConvLayer conv => [conv.W, conv.Bias],
            AffineLayer affine => [affine.Scale, affine.Shift],
            _ => [],
        };
        if (!Array.TrueForAll(made, part => Array.TrueForAll(part, float.IsFinite)))
            throw new ModelException(ErrorCatalogue.NotFinite, "a number made of weights that is not finite", "finite float32 weights",
                "train again or save another checkpoint: this one diverged", _file, layer.Name);
    }

    ModelException Bad(ForwardStep step, string found, string expected) =>
        new(ErrorCatalogue.UnclearForward, $"{found}, at '{step.Text.Short()}'", expected, "correct --forward", _file);
}
