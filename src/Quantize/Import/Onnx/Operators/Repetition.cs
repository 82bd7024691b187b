using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Expand and Tile of a computed value: one step repeated over a new time axis, which is how a decoder gets its input.</summary>
static class Repetition
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Tile"] = new(Tile, 6, 2, 2, []),
    };

    public static void Tile(OnnxNode node)
    {
        var value = node.Input(0, "Tile's input");
        var repeats = node.ConstantInput(1, "repeats").Entries();
        if (value is ComputedValue computed)
        {
            if (repeats.Length != computed.Rank)
                throw Mismatch(node, computed, repeats);
            Dim[] target = [.. repeats.Select((times, axis) => times == new Dim(1) ? computed.Size(axis)
                : computed.Size(axis) == new Dim(1) ? times : throw Mismatch(node, computed, repeats))];
            node.Result(Repeat(node, computed, target));
            return;
        }
        var constant = node.ConstantInput(0, "Tile's input");
        if (repeats.Length != constant.Rank || constant.Values.Length != 1 && repeats.Any(times => times != new Dim(1)) || repeats.Any(times => times.IsStatic && times.Size is < 0 or > int.MaxValue || times.Axis == Dim.Unknown))
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "Tile of constants", "a single number, or repeats of 1", "export the model with constant folding on");
        node.Result(constant.Values.Length == 1 ? Constants.Broadcast(node, constant, repeats) : constant);
    }

    /// <summary>Expand's shape is aligned at the end; a 1 in it, or less, keeps what is there.</summary>
    public static ComputedValue Expand(OnnxNode node, ComputedValue computed, Dim[] shape)
    {
        while (computed.Rank < shape.Length)
            computed = computed with { Axes = [[], .. computed.Axes] };
        Dim[] target = [.. Enumerable.Range(0, computed.Rank).Select(axis => axis - (computed.Rank - shape.Length) is >= 0 and var own && shape[own] != new Dim(1) ? shape[own] : computed.Size(axis))];
        return Repeat(node, computed, target);
    }

    static ComputedValue Repeat(OnnxNode node, ComputedValue computed, Dim[] target)
    {
        var (context, roles) = (node.Context, node.Context.Roles);
        for (int axis = 0; axis < target.Length; axis++)
        {
            if (computed.Size(axis) == target[axis])
                continue;
            bool isOne = computed.Size(axis) == new Dim(1);
            if (isOne && AttentionPooling.IsWeights(node, computed) && target[axis] is { IsStatic: true, Size: > 0 } features)
            {
                computed = AttentionPooling.Repeated(computed, axis, features.Size);
                continue;
            }

            bool many = computed.Axes[axis].Length > 0 || computed.AxisParts.Any(roles.IsTime) || !roles.HasTime;
            // A free size may be that of time or of the batch; only the first repeats a step.
            bool ofWindow = !target[axis].IsStatic && target[axis].Axis == roles.Time;
            if (many || !ofWindow && target[axis] is not { IsStatic: true, Size: > 0 and <= 1 << 16 })
                throw Mismatch(node, computed, target);
            int? times = ofWindow ? null : (int)target[axis].Size;
            var time = ofWindow ? new AxisPart(roles.Time!.Value, -1) : roles.NewTime(times!.Value);
            computed = context.Each(computed, node, part => new RepeatStage(node.Label, part, context.OwnWidth(part), times));
            computed = computed with { Axes = [.. computed.Axes[..axis], [time], .. computed.Axes[(axis + 1)..]] };
        }
        return computed;
    }

    static ModelException Mismatch(OnnxNode node, ComputedValue computed, Dim[] target) => node.Refusal(ErrorCatalogue.UnsupportedStructure,
        $"{node.OpType} of {computed.Describe()} to [{string.Join(", ", target)}]", "one step of a layer repeated over time", "repeat a single step only (RepeatVector)");
}
