using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>A layer at work: what it is given, and where what it makes goes.</summary>
sealed record LayerCall(LayerConfig Config, IReadOnlyList<KerasValue> Inputs, LayerWeights Weights, KerasStages Stages)
{
    public string Name => Config.Name;

    /// <summary>Of a plain operation, what it is called with; null of a layer.</summary>
    public OperationCall? Operation { get; init; }

    /// <summary>The one value that it reads, as it is.</summary>
    public KerasValue Any => Inputs.Count == 1 ? Inputs[0]
        : throw Refusal($"{Inputs.Count} inputs, of which some are states or masks", "one",
            "leave initial_state and its like out of the model");

    /// <summary>The one value that it reads, with its steps still apart and nothing around them.</summary>
    public KerasValue Input => Plain(Any);

    /// <summary>The same where it needs an axis of steps in the order of samples.</summary>
    public KerasValue Sequence => Input is not { HasTime: true } input
        ? throw Refusal($"values of shape {Input.Shape}", "[batch, time, features]", "set return_sequences=True in the layer before it")
        : input.Reversed ? throw Refusal("steps that go_backwards has reversed", "the order of samples",
            "use Bidirectional, which turns them round again") : input;

    public KerasValue Plain(KerasValue value) =>
        value.Flat > 0 ? throw Refusal($"{value.Flat} steps that Flatten put side by side", "Dense behind Flatten",
            "put a Dense layer behind Flatten, or take the last step alone")
        : value.Apart is not null ? throw Refusal($"features that Reshape took apart to {value.Shape}", "an output of the model",
            "read the values before they are taken apart")
        : value.Zeros != default ? throw Refusal("zeros that ZeroPadding1D put around the window", "Conv1D behind ZeroPadding1D",
            "pad in the convolution, with padding='causal' or 'same'")
        : value;

    /// <summary>The layer's own arrays, of the shapes that its settings ask for; −1 is any size.</summary>
    public IReadOnlyList<KerasArray> Arrays(params int[][] shapes) => Arrays(Weights, shapes);

    public IReadOnlyList<KerasArray> Arrays(LayerWeights weights, params int[][] shapes) => Arrays(weights.Own(), shapes);

    public IReadOnlyList<KerasArray> Arrays(IReadOnlyList<KerasArray> own, params int[][] shapes)
    {
        if (own.Count != shapes.Length)
            throw Config.Refusal(own.Count == 0 ? ErrorCatalogue.MissingValue : ErrorCatalogue.BadShape,
                $"{own.Count} arrays of weights", $"{shapes.Length}", "save architecture and weights of one model again");
        for (int i = 0; i < shapes.Length; i++)
            if (!Fits(own[i].Sizes, shapes[i]))
                throw Config.Refusal(ErrorCatalogue.BadShape, $"weights of shape {own[i].Shape} in '{own[i].Path.Short()}'",
                    $"[{string.Join(", ", shapes[i].Select(size => size < 0 ? "any" : $"{size}"))}]",
                    "weights and architecture are of two models: save them again in one file, or put the right .json beside the weights");
        return own;
    }

    public ModelException Refusal(string found, string expected, string remedy) =>
        Config.Refusal(ErrorCatalogue.UnsupportedStructure, found, expected, remedy);

    /// <summary>A value of another stage, made of one that is read.</summary>
    public KerasValue Add(KerasValue read, Stage stage) => read with { Stage = Stages.Add(stage), Width = stage.Width ?? read.Width };

    public int CheckWidth(long width) => width is > 0 and <= KerasStages.MaxWidth ? (int)width
        : throw Config.Refusal(ErrorCatalogue.BadShape, $"{width} features", $"1 to {KerasStages.MaxWidth}", "save the model again");

    static bool Fits(int[] sizes, int[] shape) =>
        sizes.Length == shape.Length && !shape.Where((size, axis) => size >= 0 && size != sizes[axis]).Any();
}
