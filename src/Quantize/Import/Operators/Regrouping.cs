using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Values;

namespace EdgeLstm.Quantize.Import.Operators;

/// <summary>
/// A Reshape of computed values: the atoms stay in order, only the brackets around them change. An atom is never cut, so a Reshape that
/// would mix features with time is an error here or where the result is read.
/// </summary>
static class Regrouping
{
    public static Atom[][] Regroup(OnnxNode node, Flow flow, Dim[] target)
    {
        var atoms = flow.Atoms.ToList();
        int inferred = Array.FindIndex(target, IsInferred);
        if (Array.FindLastIndex(target, IsInferred) != inferred)
            throw Mismatch(node, flow, target);

        var axes = new Atom[target.Length][];
        for (int axis = 0; axis < target.Length && axis != inferred; axis++)
            axes[axis] = Take(atoms, target[axis], fromEnd: false) ?? throw Mismatch(node, flow, target);
        for (int axis = target.Length - 1; inferred >= 0 && axis > inferred; axis--)
            axes[axis] = Take(atoms, target[axis], fromEnd: true) ?? throw Mismatch(node, flow, target);
        if (inferred >= 0)
            axes[inferred] = Flow.Merge(atoms);
        else if (atoms.Any(atom => atom.Size != 1))
            throw Mismatch(node, flow, target);
        return axes;
    }

    static bool IsInferred(Dim dim) => dim.IsStatic && dim.Size < 0;

    /// <summary>Removes the atoms that make up one axis; null where none do.</summary>
    static Atom[]? Take(List<Atom> atoms, Dim size, bool fromEnd)
    {
        var taken = new List<Atom>();
        for (Int128 product = 1; ;)
        {
            int next = fromEnd ? atoms.Count - 1 : 0;
            bool complete = size.IsStatic ? product == size.Size && (size.Size != 1 || taken.Count > 0) : taken.Any(atom => atom.Axis == size.Axis);
            if (complete)
                break;
            if (size == new Dim(1) && (atoms.Count == 0 || atoms[next].Size != 1))
                return [];
            if (atoms.Count == 0)
                return null;
            var atom = atoms[next];
            if (atom.Size < 0 ? size.IsStatic || atom.Axis != size.Axis : atom.Size != 1 && !size.IsStatic)
                return null;
            atoms.RemoveAt(next);
            taken.Insert(fromEnd ? 0 : taken.Count, atom);
            product *= Math.Max(1, atom.Size);
            if (size.IsStatic && product > size.Size)
                return null;
        }
        return Flow.Merge(taken);
    }

    static ModelException Mismatch(OnnxNode node, Flow flow, Dim[] target) => node.Refusal(ErrorCatalogue.UnsupportedStructure,
        $"Reshape of {flow.Describe()} to [{string.Join(", ", target)}]", "a shape that keeps time, batch and features whole",
        "reshape outside of the model, or export with that axis fixed");
}
