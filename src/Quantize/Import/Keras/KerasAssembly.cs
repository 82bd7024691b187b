using System.Text.RegularExpressions;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>An architecture and its weights as a network.</summary>
static partial class KerasAssembly
{
    public static Network Assemble(KerasGraph graph, KerasFile model, string file)
    {
        if (graph.Inputs.Count != 1)
            throw Refusal($"{graph.Inputs.Count} inputs", "one", "give all features in one input");
        var input = Input(graph, file);
        var stages = new KerasStages(model, input.Width, file);
        if (model.Beside is { } beside)
            stages.Note($"'{beside.Short()}', which lies beside it, was read as its other half");
        var outputs = new KerasBuilder(stages).Run(graph, model.Weights, [input]);
        foreach (var (output, reference) in outputs.Zip(graph.Outputs))
            RequireOutput(output, reference.Layer, file);
        foreach (var (output, reference) in outputs.Zip(graph.Outputs).Where(pair => pair.First.Apart is not null))
            stages.Note($"output '{Own(reference.Layer).Short()}' is {output.Shape} in Keras: here its {output.Width} values stand in a "
                + "row, the last axis innermost");
        var (layers, heads, inputMap) = NetworkBuilder.Build(stages, [.. outputs.Select(output => output.Stage)]);
        bool streams = layers.TrueForAll(layer => layer.Streams), stateful = Stateful(stages, file);
        bool remembers = layers.Exists(layer => layer is RecurrentLayer or ConvLayer { Kernel: > 1 } or PoolLayer { Kernel: null or > 1 });
        bool samples = streams && (remembers || !input.HasTime) && input.Steps == 1, pieces = samples || streams && stateful;
        if (samples && !remembers)
            stages.Note("the model takes one sample a call and remembers nothing of it: Step answers each sample for itself. Data of any "
                + "length are read so");
        else if (samples && !stateful)
            stages.Note("the model takes one sample a call, and begins anew with each, so that it would remember nothing: read as a step "
                + "of a stream, whose state Step carries on. Data of any length are read so, and warm-up is measured on them");
        else if (stateful && streams)
            stages.Note("the model is stateful: read as a stream, whose state Step carries on from one call to the next");
        var maps = heads.SelectMany(head => Enumerable.Range(0, layers[head.Layer].Outputs).Select(feature => (head.Map, feature)));
        var names = graph.Outputs.Zip(outputs).SelectMany(pair => ChannelNames.Default(Own(pair.First.Layer), pair.Second.Width));
        var given = ChannelNames.Default(Own(graph.Inputs[0].Layer), input.Width);
        return new()
        {
            Name = graph.Name.Length == 0 || AutomaticName().IsMatch(graph.Name) ? Path.GetFileNameWithoutExtension(file) : graph.Name,
            Inputs = [.. given.Select((name, i) => StageChannels.Input(name, inputMap, i))],
            Outputs = [.. maps.Zip(names, (map, name) => StageChannels.Output(name, map.Map, map.feature))],
            Layers = layers,
            Heads = [.. heads.Select(head => head.Layer)],
            Window = pieces ? null : input.Steps,
            TakesPieces = pieces && input.Steps is not null,
            Rules = streams && stateful ? DataRules.Unknown with { TrainedOn = TrainedOn.Stream } : DataRules.Unknown,
            EveryStep = samples || outputs.Any(output => output.HasTime),
            Notes = stages.Notes,
            Producer = model.Producer,
            Source = file,
            SourceSha256 = "",
            SourceWeightBytes = sizeof(float) * model.Elements,
        };

        ModelException Refusal(string found, string expected, string remedy) =>
            new(ErrorCatalogue.UnsupportedStructure, found, expected, remedy, file);
    }

    static KerasValue Input(KerasGraph graph, string file)
    {
        if (graph.Shape is not { } shape)
            throw new ModelException(ErrorCatalogue.BadShape, "a model without the shape of its input", "[batch, time, features]",
                "the model was never built: call it once, or give it an Input, and save it again", file);
        string text = $"[{string.Join(", ", shape.Take(6).Select(size => size?.ToString() ?? "free"))}]";
        if (shape.Length is not (2 or 3))
            throw new ModelException(ErrorCatalogue.BadShape, $"an input of shape {text}", "[batch, time, features]",
                "EdgeLstm reads rows of features over time: build the model so, or export what stands behind the images to ONNX", file);
        int? steps = shape.Length == 3 ? shape[1] : 1;
        if (shape[^1] is not (> 0 and <= KerasStages.MaxWidth) || steps is < 1 or > 1 << 20)
            throw new ModelException(ErrorCatalogue.BadShape, $"an input of shape {text}", "a fixed number of features, and steps or none",
                "give the input its number of features, and save the model again", file);
        return new(-1, shape[^1]!.Value, shape.Length == 3, steps);
    }

    static void RequireOutput(KerasValue output, string layer, string file)
    {
        string? found = output.Flat > 0 ? $"{output.Flat} steps that Flatten put side by side"
            : output.Reversed ? "steps that go_backwards has reversed"
            : output.Zeros != default ? "zeros around the window" : null;
        if (found is not null)
            throw new ModelException(ErrorCatalogue.UnsupportedStructure, $"{found} as an output",
                "[batch, features] or [batch, time, features], in the order of samples",
                "end the model with a Dense layer, or with TimeDistributed(Dense)", file, layer);
    }

    /// <summary>Whether state is carried on by all layers that have one.</summary>
    static bool Stateful(KerasStages stages, string file)
    {
        var (with, without) = (stages.Recurrent.Find(layer => layer.Stateful), stages.Recurrent.Find(layer => !layer.Stateful));
        if (with.Layer is not null && without.Layer is not null)
            throw new ModelException(ErrorCatalogue.UnsupportedAttribute,
                $"a stateful layer beside '{without.Layer.Short()}', which is none", "all or none of them stateful",
                "set stateful alike in all recurrent layers", file, with.Layer);
        return with.Layer is not null;
    }

    static string Own(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary>What Keras calls a model that nobody named: the file's name says more.</summary>
    [GeneratedRegex(@"^(sequential|model|functional)(_\d+)?$", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AutomaticName();
}
