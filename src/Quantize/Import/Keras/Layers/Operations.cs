using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras.Layers;

/// <summary>
/// Operations that stand in a model by their names: of keras.ops, and TensorFlow's in a TFOpLambda. Nothing of them is run: a name is all
/// that the file has.
/// </summary>
static class Operations
{
    public static IReadOnlyList<KerasValue> Run(LayerCall call, OperationCall operation)
    {
        if (call.Inputs.Count == 0)
            throw call.Refusal("an operation whose first value is a number", "a layer's output there", "write it with the layer first");
        return [operation.Name switch
        {
            "getitem" => Item(call, operation),
            "reduce_sum" or "reduce_mean" or "reduce_max" => OverTime(call, operation),
            "relu" or "sigmoid" or "tanh" or "exponential" => Pointwise.Apply(call, call.Input, Function(operation.Name)),
            "softmax" => Softmax(call, operation),
            _ => Two(call, operation),
        }];
    }

    static KerasFunction Function(string name) => name switch
    {
        "relu" => new(Activation.Relu),
        "sigmoid" => new(Activation.Sigmoid),
        "tanh" => new(Activation.Tanh),
        _ => KerasFunction.Of(FunctionKind.Exp),
    };

    /// <summary>Of two values, or of one and a number.</summary>
    static KerasValue Two(LayerCall call, OperationCall operation)
    {
        if (call.Inputs is [_, _])
            return operation.Name switch
            {
                "add" => Merging.Add(call)[0],
                "subtract" => Merging.Subtract(call)[0],
                "multiply" => Merging.Multiply(call)[0],
                "maximum" => Merging.Maximum(call)[0],
                "minimum" => Merging.Minimum(call)[0],
                _ => throw call.Refusal("a quotient of two computed values", "a number below", "divide by a number"),
            };
        if (operation.Number is not double y)
            throw call.Refusal($"{operation.Name} of a value and what is no number", "two layers' outputs, or one and a number",
                "write a constant as one number, or use Keras's layers");
        (double Scale, double Shift)? map = operation.Name switch
        {
            "add" => (1, y),
            "subtract" => (1, -y),
            "multiply" => (y, 0),
            "divide" when y != 0 => (1 / y, 0),
            _ => null,
        };
        if (map is not { } affine)
            throw call.Refusal($"{operation.Name} of a value and {y}", "two layers' outputs", "use Keras's layers");
        return call.Add(call.Input, new AffineStage(call.Name, call.Input.Stage, call.Input.Width, new([affine.Scale], [affine.Shift])));
    }

    static KerasValue Softmax(LayerCall call, OperationCall operation)
    {
        int axis = Axis(call, operation, call.Any.HasTime ? 3 : 2, absent: -1);
        return axis == 1 && call.Any.HasTime ? AttentionPooling.OverTime(call, call.Any)
            : Pointwise.Apply(call, call.Input, new(Activation.Softmax));
    }

    static KerasValue OverTime(LayerCall call, OperationCall operation)
    {
        var input = call.Sequence;
        if (Axis(call, operation, 3, absent: null) != 1)
            throw Odd(call, operation, "axis", "1, the steps");
        bool keeps = operation.Settings.Entry("keepdims") is { ValueKind: JsonValueKind.True }, isMean = operation.Name == "reduce_mean";
        if (operation.Name == "reduce_max")
            return Windows.Global(call, PoolKind.Max, keeps);
        // Of weighted steps the sum is whole; of others the mean is.
        if (AttentionPooling.Sum(call) is { } pooled)
            return (isMean ? Merging.Scaled(call, pooled, 1.0 / Steps()) : pooled) with { HasTime = keeps, Steps = 1 };
        var mean = Windows.Global(call, PoolKind.Average, keeps);
        return isMean ? mean : Merging.Scaled(call, mean, Steps());

        int Steps() => input.Steps ?? throw call.Refusal("a sum over a window of any length", "a fixed number of steps",
            "set the input's number of steps, or take the mean");
    }

    /// <summary>x[:, -1], x[:, 3], x[:, :, 2:5]: one step, and some of the features.</summary>
    static KerasValue Item(LayerCall call, OperationCall operation)
    {
        var value = call.Input;
        int rank = value.HasTime ? 3 : 2;
        if (operation.Places.ValueKind != JsonValueKind.Array || operation.Places.GetArrayLength() is var count && count > rank)
            throw Odd(call, operation, "slice_spec", "an index for each axis");
        for (int axis = 0; axis < count; axis++)
        {
            var place = operation.Places[axis];
            if (IsWhole(place))
                continue;
            if (axis == 1 && rank == 3 && place.ValueKind == JsonValueKind.Number && place.TryGetInt32(out int step))
                value = Step(call, value, step);
            else if (axis == rank - 1 && Slice(place) is { } slice)
                value = Features(call, value, slice.Start, slice.Stop);
            else
                throw Odd(call, operation, "slice_spec", "one step, x[:, -1], or some features, x[:, :, 2:5]");
        }

        return value;
    }

    static KerasValue Step(LayerCall call, KerasValue value, int step)
    {
        int? away = step < 0 ? -1 - step : value.Steps is int steps ? steps - 1 - step : null;
        bool fromEnd = step < 0 || away is int back && back >= 0 && back < step;
        int distance = fromEnd ? away!.Value : step;
        if (value.Steps is int all && (step >= all || step < -all) || distance > ArtifactPick.MaxAway)
            throw call.Refusal($"step {step} of values of shape {value.Shape}", "a step within them", "take one that is there");
        var stage = new PickStage(call.Name, value.Stage, value.Width, First: fromEnd == value.Reversed) { Away = distance };
        var picked = call.Add(value, stage);
        return picked with { HasTime = false, Steps = 1, Reversed = false };
    }

    static KerasValue Features(LayerCall call, KerasValue value, int start, int? stop)
    {
        int from = Math.Clamp(start < 0 ? start + value.Width : start, 0, value.Width);
        int to = Math.Clamp(stop is not int end ? value.Width : end < 0 ? end + value.Width : end, 0, value.Width);
        if (to <= from)
            throw call.Refusal("a selection of no feature", "one at least", "build the model again");
        call.Stages.Charge(2L * (to - from) * value.Width, call.Name);
        int[] picks = [.. Enumerable.Range(from, to - from)];
        float[] ones = new float[picks.Length * value.Width];
        for (int row = 0; row < picks.Length; row++)
            ones[row * value.Width + picks[row]] = 1;
        return call.Add(value, new LinearStage(call.Name, value.Stage, ones, new float[picks.Length], picks.Length) { Picks = picks });
    }

    /// <summary>A slice from one place to another, one by one; null where it is none.</summary>
    static (int Start, int? Stop)? Slice(JsonElement place)
    {
        var slice = place.Entry("config") ?? place;
        if (slice.ValueKind != JsonValueKind.Object || (Whole(slice, "step") ?? 1) != 1)
            return null;
        return (Whole(slice, "start") ?? 0, Whole(slice, "stop"));

        static int? Whole(JsonElement of, string name) =>
            of.Entry(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int whole) ? whole : null;
    }

    static bool IsWhole(JsonElement place) => Slice(place) is (0, null);

    /// <summary>The one axis, from the front.</summary>
    static int Axis(LayerCall call, OperationCall operation, int rank, int? absent)
    {
        var given = operation.Settings.Entry("axis");
        if (given is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1)
            given = list[0];
        int? axis = given is null ? absent
            : given is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int whole) ? whole : null;
        return axis is int known && known >= -rank && known < rank ? known < 0 ? known + rank : known
            : throw Odd(call, operation, "axis", "one axis of the value's");
    }

    static ModelException Odd(LayerCall call, OperationCall operation, string name, string expected)
    {
        var found = name == "axis" ? operation.Settings.Entry(name) : operation.Places;
        string text = found is { ValueKind: not JsonValueKind.Undefined } given ? given.GetRawText().Short() : "nothing";
        return call.Config.Refusal(ErrorCatalogue.UnsupportedAttribute, $"{operation.Name} with {name} = {text}", expected,
            "write it so, or use Keras's layers");
    }
}
