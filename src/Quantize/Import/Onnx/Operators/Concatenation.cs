using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Concat of constants and shapes; of computed values on the feature axis; of the layers' last states.</summary>
static class Concatenation
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Concat"] = new(Concat, 4, 1, int.MaxValue, ["axis"]),
    };

    public static void Concat(OnnxNode node)
    {
        Value[] inputs = [.. Enumerable.Range(0, node.InputCount).Select(i => node.Input(i, "input"))];
        long axis = node.HasAttribute("axis") ? node.Int("axis", 0)
            : throw node.Refusal(ErrorCatalogue.MissingValue, "Concat without an axis", "attribute 'axis'", "export the model again");
        if (inputs.All(input => input is Constant))
            node.Result(Constants(node, [.. inputs.Cast<Constant>()], axis));
        else if (inputs.All(input => input is ComputedValue))
            node.Result(Flows(node, [.. inputs.Cast<ComputedValue>()], axis));
        else
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "Concat of constants with computed values", "either",
                "move the constants out of the model");
    }

    static Constant Constants(OnnxNode node, Constant[] inputs, long axisAttribute)
    {
        var first = inputs[0];
        int axis = node.Axis(axisAttribute, first.Rank);
        foreach (var input in inputs)
            if (input.Rank != first.Rank || input.Type != first.Type || !input.Dims[axis].IsStatic
                || Enumerable.Range(0, first.Rank).Any(i => i != axis && input.Dims[i] != first.Dims[i]))
                throw node.Refusal(ErrorCatalogue.BadShape, "Concat of constants of different shapes or types", "equal sizes on every other axis",
                    "export the model again");

        long length = inputs.Sum(input => input.Dims[axis].Size);
        Dim[] dims = [.. first.Dims[..axis], new Dim(length), .. first.Dims[(axis + 1)..]];
        long count = inputs.Sum(input => (long)input.Values.Length);
        node.Context.Charge(count, node);
        var values = new double[count];
        int[]? symbols = inputs.Any(input => input.Symbols is not null) ? [.. Enumerable.Repeat(Dim.Static, (int)count)] : null;
        int outer = (int)Constant.StoredCount(first.Dims.AsSpan(0, axis));
        for (int row = 0, at = 0; row < outer; row++)
            foreach (var input in inputs)
            {
                int run = input.Values.Length / outer;
                input.Values.AsSpan(row * run, run).CopyTo(values.AsSpan(at));
                input.Symbols?.AsSpan(row * run, run).CopyTo(symbols.AsSpan(at));
                at += run;
            }
        return new(first.Type, dims, values, symbols);
    }

    static ComputedValue Flows(OnnxNode node, ComputedValue[] inputs, long axisAttribute)
    {
        var context = node.Context;
        var first = inputs[0];
        int axis = node.Axis(axisAttribute, first.Rank);
        if (inputs.Length == 1)
            return first;
        if (inputs.Any(input => !input.SameAxes(first, axis)))
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure,
                $"Concat of {string.Join(" and ", inputs.Take(4).Select(input => input.Describe()))}, which differ on other axes",
                "values for the same steps", "take the last step of each before joining them");
        context.Charge(inputs.Sum(input => (long)input.Parts.Length), node);
        int[] parts = [.. inputs.SelectMany(input => input.Parts)];
        if (inputs.All(input => context.Roles.IsFeature(input, axis, context) && context.Width(input) is not null))
        {
            int width = context.CheckWidth(inputs.Sum(input => (long)context.Width(input)!.Value), node);
            return new ComputedValue(parts, [.. first.Axes[..axis], [AxisPart.Features(width)], .. first.Axes[(axis + 1)..]]);
        }

        // One layer's state after the other, as in PyTorch's h_n.
        bool stacks = inputs.All(input => input.Axes[axis] is [] or [{ Axis: AxisPart.Layer }] && Enumerable.Range(0, input.Rank).All(other => other == axis
            || input.Axes[other].All(axisPart => axisPart.Axis != AxisPart.Layer)) && context.Width(input) is not null);
        long layers = inputs.Sum(input => input.Axes[axis] is [var axisPart] ? axisPart.Size : 1);
        return stacks
            ? new ComputedValue(parts, [.. first.Axes[..axis], [AxisPart.Layers(layers)], .. first.Axes[(axis + 1)..]])
            : throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"Concat on axis {axis} of values of shape {first.Describe()}",
                "the feature axis", "join windows or steps outside of the model");
    }
}
