using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras.Layers;

/// <summary>LSTM, GRU, SimpleRNN, RNN of one of their cells, and two of them as Bidirectional.</summary>
static class Recurrent
{
    public static IReadOnlyList<KerasValue> One(LayerCall call)
    {
        var run = Run(call, call.Config, call.Weights, call.Config.Name, call.Input);
        return Given(call, call.Config, run, call.Config.Name);
    }

    /// <summary>
    /// The second layer takes the steps from the last to the first; what it gives is put into the first one's order
    /// again.
    /// </summary>
    public static IReadOnlyList<KerasValue> Bidirectional(LayerCall call)
    {
        var forward = Wrapped(call, "layer") ?? throw call.Config.Refusal(ErrorCatalogue.NotKeras, "Bidirectional without its layer",
            "one", "save the model again");
        bool backwards = forward.Flag(false, "go_backwards");
        // A layer of its own for the way back is written only where one was given.
        var backward = Wrapped(call, "backward_layer");
        string mode = call.Config.Has("merge_mode") ? call.Config.Text("concat", "merge_mode") : "none";
        if (forward.Flag(false, "return_state"))
            throw call.Config.Odd("return_state", "true", "false inside of Bidirectional");
        bool sequences = forward.Flag(false, "return_sequences");
        if (backward is not null
            && (backward.Flag(false, "return_sequences") != sequences || backward.Flag(false, "go_backwards") == backwards))
            throw call.Refusal("a backward_layer that differs in more than its direction",
                "the same return_sequences, and the other go_backwards",
                "use Bidirectional of one layer");
        var first = Run(call, forward, call.Weights.Direction(backward: false), $"{call.Name}/forward", call.Input, backwards);
        var second = Run(call, backward ?? forward, call.Weights.Direction(backward: true), $"{call.Name}/backward", call.Input,
            !backwards);
        if (sequences)
            second = second with { Reversed = !second.Reversed };
        else
            (first, second) = (Last(call, first, $"{call.Name}/forward"), Last(call, second, $"{call.Name}/backward"));
        return mode switch
        {
            "concat" => [Merging.Concatenated(call, [first, second])],
            "sum" => [Merging.Summed(call, [first, second])],
            "ave" => [Merging.Scaled(call, Merging.Summed(call, [first, second]), 0.5)],
            "mul" => [Merging.Combined(call, CombineKind.Product, [first, second])],
            "none" => [first, second],
            _ => throw call.Config.Odd("merge_mode", mode, "concat, sum, mul, ave or None"),
        };
    }

    static LayerConfig? Wrapped(LayerCall call, string key) => call.Config.Find(key) is not { } wrapped ? null
        : new(wrapped.Entry("config") ?? default, wrapped.Text("class_name") ?? "",
            $"{call.Name}/{wrapped.Entry("config")?.Text("name")}", call.Config.File);

    /// <summary>The layer's value at every step.</summary>
    /// <param name="backwards">Null: as the layer's own setting has it.</param>
    static KerasValue Run(LayerCall call, LayerConfig layer, LayerWeights weights, string name, KerasValue input, bool? backwards = null)
    {
        if (!input.HasTime)
            throw call.Refusal($"values of shape {input.Shape}", "[batch, time, features]",
                "set return_sequences=True in the layer before it");
        if (input.Mask is { } mask)
            throw call.Refusal($"the mask of '{mask.Short()}', by which steps are skipped", "every step computed",
                LayerTable.WithoutMasking);
        if (layer.Flag(false, "time_major"))
            throw layer.Odd("time_major", "true", "false");
        bool back = backwards ?? layer.Flag(false, "go_backwards");
        call.Stages.Recurrent.Add((layer.Label, layer.Flag(false, "stateful")));
        var (cell, scale) = Cells.Read(call, layer, weights, name, input.Width);
        bool reverse = back != input.Reversed;
        cell = cell with { Direction = reverse ? Direction.Reverse : Direction.Forward };
        var value = call.Add(input, new RecurrentStage(name, input.Stage, cell)) with { Reversed = reverse };
        return scale == 1 ? value : Merging.Scaled(call, value, scale);
    }

    /// <summary>Every step or the last; then, with return_state, what the layer ends with.</summary>
    static IReadOnlyList<KerasValue> Given(LayerCall call, LayerConfig layer, KerasValue value, string name)
    {
        var last = Last(call, value, name);
        var given = layer.Flag(false, "return_sequences") ? value : last;
        if (!layer.Flag(false, "return_state"))
            return [given];
        if (call.Stages.Stages[value.Stage] is not RecurrentStage { Layer.Cell.HasCellState: true })
            return [given, last];
        var cell = call.Add(value, new CellStateStage($"{name}/c", value.Stage, value.Width));
        return [given, last, Last(call, cell, $"{name}/c")];
    }

    /// <summary>The last step that the layer computed, which is the first sample's where it went back.</summary>
    public static KerasValue Last(LayerCall call, KerasValue value, string name)
    {
        var last = call.Add(value, new PickStage(name, value.Stage, value.Width, First: value.Reversed));
        return last with { HasTime = false, Steps = 1, Reversed = false };
    }
}
