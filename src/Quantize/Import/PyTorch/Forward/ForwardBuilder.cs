using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.PyTorch.Modules;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>Makes the network of modules and of what is done with them.</summary>
sealed partial class ForwardBuilder
{
    readonly TorchStages _stages;
    readonly string _file;
    readonly int _inputs;

    /// <summary>The stage that the next one reads; −1: the input.</summary>
    int _at = -1;

    /// <summary>Whether there is one step left of the window.</summary>
    bool _isSingle;

    /// <summary>The directions of the recurrent module that <see cref="_at"/> is the output of; empty where it is of something
    /// else.</summary>
    int[] _directions = [];

    ForwardBuilder(string file, int inputs, long stored) => (_file, _inputs, _stages) = (file, inputs, new(inputs, stored, file));

    int Width => _stages.Width(_at)!.Value;

    /// <exception cref="ModelException">A step that does not fit, or weights that are no numbers.</exception>
    public static Network Build(IReadOnlyList<ForwardStep> steps, IReadOnlyList<TorchModule> modules, string file)
    {
        var first = steps.First(step => step.Module is not null);
        int inputs = first.Module!.Inputs * (first.Module.Kind == ModuleKind.Conv ? first.Whole("groups", 1, 1) : 1);
        // All samples of a window, side by side.
        if (steps.TakeWhile(step => step != first).FirstOrDefault(step => step.Word.TrimStart(ForwardStep.WordMark) == ForwardWords.Flatten)
            is { } flat && flat.Whole(Steps, 1, 1) is var samples && inputs % samples == 0)
            inputs /= samples;
        var builder = new ForwardBuilder(file, inputs, modules.Sum(module => module.Tensors.Values.Sum(tensor => (long)tensor.Count)));
        foreach (var step in steps)
            builder.Add(step);
        if (builder._at < 0)
            throw builder.Bad(steps[0], "nothing but words", "a module");
        if (builder._flat is { } open)
            throw builder.Bad(open, "steps side by side as the output", "a linear module behind it");
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
        if (_flat is not null)
        {
            if (module.Kind != ModuleKind.Dense)
                throw Bad(step, $"{module.Kind} behind 'flatten'", "a linear module");
            step.Allow([]);
            Flattened(module);
            return;
        }

        if (module.IsOverTime)
            _isByChannel = module.Kind == ModuleKind.Conv;
        if (_isSingle && module.IsOverTime)
            throw Bad(step, $"{module.Kind} over the one step that is left", "samples: 'repeat' makes as many again");
        if (!module.Follows(Width))
            throw new ModelException(ErrorCatalogue.BadShape, $"{Width} features for {module.Size}", $"{module.Inputs}",
                "correct the order in --forward", _file, module.Name.Short());
        switch (module.Kind)
        {
            case ModuleKind.Lstm or ModuleKind.Gru or ModuleKind.Rnn: Recurrent(step, module); break;
            case ModuleKind.Conv: Put(ModuleStages.Conv(step, module, _at, Width)); break;
            case ModuleKind.Dense: step.Allow([]); Put(ModuleStages.Dense(module, _at)); break;
            case ModuleKind.LayerNorm: Put(ModuleStages.LayerNorm(step, module, _at)); break;
            default: Put(ModuleStages.BatchNorm(step, module, _at)); break;
        }
    }

    void Recurrent(ForwardStep step, TorchModule module)
    {
        step.Allow([], module.Kind == ModuleKind.Rnn ? [ForwardWords.Tanh, ForwardWords.Relu] : []);
        var function = step.Values is [ForwardWords.Relu] ? ScalarFunction.Relu : ScalarFunction.Tanh;
        foreach (var (forward, reverse) in ModuleStages.Recurrent(module, function))
        {
            int source = _at, first = Put(new RecurrentStage(forward.Name, source, forward));
            if (reverse is null)
            {
                _directions = [first];
                continue;
            }

            int second = Put(new RecurrentStage(reverse.Name, source, reverse));
            Put(new JoinStage($"{forward.Name} both", [first, second], [forward.Outputs, reverse.Outputs]));
            _directions = [first, second];
        }
    }

    int Put(Stage stage) => _at = _stages.Add(stage);

    Network Network()
    {
        var (layers, heads, inputMap) = NetworkBuilder.Build(_stages, [_at]);
        var head = heads[0];
        var outputs = ChannelNames.Default("y", layers[head.Layer].Outputs);
        var network = new Network
        {
            Name = Path.GetFileNameWithoutExtension(_file),
            Inputs = [.. ChannelNames.Default("x", _inputs).Select((name, i) => StageChannels.Input(name, inputMap, i))],
            Outputs = [.. outputs.Select((name, i) => StageChannels.Output(name, head.Map, i))],
            Layers = layers,
            Heads = [head.Layer],
            EveryStep = !_isSingle,
            Source = _file,
            SourceSha256 = "",
        };
        int flattened = _flattened is null ? -1 : layers.FindIndex(layer => layer is ConvLayer && layer.Name == _flattened);
        return flattened < 0 ? network : network with { Window = WindowOf(network, flattened) };
    }

    ModelException Bad(ForwardStep step, string found, string expected) =>
        new(ErrorCatalogue.UnclearForward, $"{found}, at '{step.Text.Short()}'", expected, "correct --forward", _file);
}
