using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Keras.Layers;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>Runs an architecture over values, layer by layer, which gives the stages.</summary>
sealed class KerasBuilder(KerasStages stages)
{
    /// <summary>Models in models, and uses of layers in all of them: more has only a file that means harm.</summary>
    const int MaxDepth = 8, MaxCalls = 20_000;

    int _calls;

    /// <summary>Every layer that is of no class that is read, in all models inside, too.</summary>
    public static List<ModelException> Refusals(KerasGraph graph, string file, int depth = 0)
    {
        var refusals = new List<ModelException>();
        foreach (var layer in graph.Layers)
            Look(layer.Config);
        return refusals;

        void Look(LayerConfig layer)
        {
            if (LayerTable.Why(layer) is { } refusal)
                refusals.Add(refusal);
            else if (GraphReader.IsModel(layer.ClassName))
                refusals.AddRange(Refusals(Inside(layer, depth), file, depth + 1));
            else if (layer.ClassName == "TimeDistributed")
                Look(Inner(layer));
        }
    }

    /// <summary>The model's outputs.</summary>
    public IReadOnlyList<KerasValue> Run(KerasGraph graph, ModelWeights weights, IReadOnlyList<KerasValue> inputs, int depth = 0)
    {
        var values = new Dictionary<(string Layer, int Node), IReadOnlyList<KerasValue>>();
        for (int i = 0; i < graph.Inputs.Count && i < inputs.Count; i++)
            values[(graph.Inputs[i].Layer, graph.Inputs[i].Node)] = [inputs[i]];
        var waiting = graph.Layers.Where(layer => layer.ClassName != "InputLayer")
            .SelectMany(layer => layer.Calls.Select((call, node) => (Layer: layer, Call: call, Node: node))).ToList();
        // Layers stand in an order in which they can run, but for files that others wrote.
        for (bool moved = true; moved && waiting.Count > 0;)
        {
            var left = waiting.FindAll(one => one.Call.Inputs.Any(input => !values.ContainsKey((input.Layer, input.Node))));
            foreach (var (layer, call, node) in waiting)
                if (call.Inputs.All(input => values.ContainsKey((input.Layer, input.Node))))
                    values[(layer.Name, node)] = Run(layer, call, weights, [.. call.Inputs.Select(Value)], depth);
            left = waiting.FindAll(one => !values.ContainsKey((one.Layer.Name, one.Node)));
            moved = left.Count < waiting.Count;
            waiting = left;
        }

        return [.. graph.Outputs.Select(Value)];

        KerasValue Value(TensorRef reference)
        {
            if (!values.TryGetValue((reference.Layer, reference.Node), out var given) || reference.Tensor < 0
                || reference.Tensor >= given.Count)
                throw new ModelException(ErrorCatalogue.UnsupportedStructure,
                    $"output {reference.Tensor} of layer '{reference.Layer.Short()}', which no data reaches",
                    "layers that read the model's input", "save the model again with model.save", stages.File);
            return given[reference.Tensor];
        }
    }

    IReadOnlyList<KerasValue> Run(KerasLayer layer, KerasCall call, ModelWeights weights, IReadOnlyList<KerasValue> inputs, int depth)
    {
        if (call.Argument is { } argument)
            throw layer.Config.Refusal(ErrorCatalogue.UnsupportedStructure, $"a call with {argument}", "data alone",
                "leave it out of the call: training=True keeps dropout, and computed states have no place here");
        return Run(new(layer.Config, inputs, weights.Of(layer), stages) { Operation = call.Operation }, depth);
    }

    IReadOnlyList<KerasValue> Run(LayerCall call, int depth)
    {
        if (++_calls > MaxCalls || depth > MaxDepth)
            throw new ModelException(ErrorCatalogue.ModelTooLarge,
                $"more than {MaxCalls} layers, or models in one another to a depth of {MaxDepth}",
                "a model that fits a small board", "use a smaller model", stages.File);
        RequireNumbers(call.Config);
        if (GraphReader.IsModel(call.Config.ClassName))
            return Run(Inside(call.Config, depth), call.Weights.Model(), call.Inputs, depth + 1);
        if (call.Config.ClassName != "TimeDistributed")
            return LayerTable.Run(call);
        var inner = Inner(call.Config);
        return Shaping.EachStep(call, each => Run(each with { Config = inner, Weights = call.Weights.Inner("layer") }, depth + 1));
    }

    /// <summary>A layer's policy says what it computes in, which here is float32; integers are another model.</summary>
    void RequireNumbers(LayerConfig layer)
    {
        if (layer.Find("dtype") is not { } dtype)
            return;
        string? name = dtype.ValueKind == System.Text.Json.JsonValueKind.String ? dtype.GetString() : dtype.Entry("config")?.Text("name");
        if (name is null or "float32" or "float64")
            return;
        if (name is "float16" or "bfloat16" or "mixed_float16" or "mixed_bfloat16")
            stages.Note($"trained in {name}: read and computed in float32, as its weights are stored");
        else
            throw layer.Refusal(ErrorCatalogue.UnsupportedType, $"a layer that computes in {name.Short()}", "float32 or a mixed float16",
                "save the model before it is quantized: EdgeLstm quantizes it itself");
    }

    static KerasGraph Inside(LayerConfig layer, int depth) => depth < MaxDepth
        ? GraphReader.Read(layer.Settings, layer.File, layer.Name + "/")
        : throw layer.Refusal(ErrorCatalogue.ModelTooLarge, $"models in one another to a depth of {MaxDepth}", "fewer",
            "build the model flat");

    /// <summary>What a TimeDistributed has inside.</summary>
    static LayerConfig Inner(LayerConfig layer)
    {
        if (layer.Find("layer") is not { } inner || inner.Text("class_name") is not { } className)
            throw layer.Refusal(ErrorCatalogue.NotKeras, "TimeDistributed without its layer", "one",
                "save the model again with model.save");
        var settings = GraphReader.IsModel(className) ? inner : inner.Entry("config") ?? default;
        return new(settings, className, $"{layer.Name}/{inner.Entry("config")?.Text("name")}", layer.File);
    }
}
