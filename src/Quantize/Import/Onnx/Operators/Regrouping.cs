using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>
/// A Reshape of computed values: the axisParts stay in order, only the brackets around them change. An axisPart is never cut, so a Reshape that
/// would mix features with time is an error here or where the result is read.
/// </summary>
static class Regrouping
{
    public static AxisPart[][] Regroup(OnnxNode node, ComputedValue computed, Dim[] target)
    {
        if (TryRegroup(computed, target) is { } axes)
            return axes;
        // Exporters that trace the graph with one window write that one into shapes, whatever the input declares.
        var single = computed with { Axes = [.. computed.Axes.Select(axis => axis.Select(One).ToArray())] };
        bool isFree = computed.AxisParts.Any(part => node.Context.Roles.IsBatch(part) && part.Size < 0);
        if (isFree && TryRegroup(single, target) is not null)
            node.Context.SingleAxis = node.Context.Roles.Batch;
        throw Mismatch(node, computed, target);

        AxisPart One(AxisPart part) => node.Context.Roles.IsBatch(part) ? part with { Size = 1 } : part;
    }

    static AxisPart[][]? TryRegroup(ComputedValue computed, Dim[] target)
    {
        var axisParts = computed.AxisParts.ToList();
        int inferred = Array.FindIndex(target, IsInferred);
        if (Array.FindLastIndex(target, IsInferred) != inferred)
            return null;

        var axes = new AxisPart[target.Length][];
        for (int axis = 0; axis < target.Length && axis != inferred; axis++)
        {
            if (Take(axisParts, target[axis], fromEnd: false) is not { } taken)
                return null;
            axes[axis] = taken;
        }

        for (int axis = target.Length - 1; inferred >= 0 && axis > inferred; axis--)
        {
            if (Take(axisParts, target[axis], fromEnd: true) is not { } taken)
                return null;
            axes[axis] = taken;
        }

        if (inferred >= 0)
            axes[inferred] = ComputedValue.Merge(axisParts);
        else if (axisParts.Any(axisPart => axisPart.Size != 1))
            return null;
        return axes;
    }

    static bool IsInferred(Dim dim) => dim.IsStatic && dim.Size < 0;

    /// <summary>Removes the axisParts that make up one axis; null where none do.</summary>
    static AxisPart[]? Take(List<AxisPart> axisParts, Dim size, bool fromEnd)
    {
        var taken = new List<AxisPart>();
        for (Int128 product = 1; ;)
        {
            int next = fromEnd ? axisParts.Count - 1 : 0;
            bool complete = size.IsStatic ? product == size.Size && (size.Size != 1 || taken.Count > 0) : taken.Any(axisPart => axisPart.Axis == size.Axis);
            if (complete)
                break;
            if (size == new Dim(1) && (axisParts.Count == 0 || axisParts[next].Size != 1))
                return [];
            if (axisParts.Count == 0)
                return null;
            var axisPart = axisParts[next];
            if (axisPart.Size < 0 ? size.IsStatic || axisPart.Axis != size.Axis : axisPart.Size != 1 && !size.IsStatic)
                return null;
            axisParts.RemoveAt(next);
            taken.Insert(fromEnd ? 0 : taken.Count, axisPart);
            product *= Math.Max(1, axisPart.Size);
            if (size.IsStatic && product > size.Size)
                return null;
        }
        return ComputedValue.Merge(taken);
    }

    static ModelException Mismatch(OnnxNode node, ComputedValue computed, Dim[] target) => node.Refusal(ErrorCatalogue.UnsupportedStructure,
        $"Reshape of {computed.Describe()} to [{string.Join(", ", target)}]", "a shape that keeps time, batch and features whole",
        "reshape outside of the model, or export with that axis fixed");
}
