using EdgeLstm.Gates;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Passes.Cells;

sealed unsafe partial class CellProbe
{
    IReadOnlyList<(string, float[])> Gru(int[] x, int[] h, short[] c, bool isInt8)
    {
        int groups = shape.First.Groups;
        short[] pre = Sums(shape.First, first, x, h);
        Apply(0, 0, pre, groups);
        Apply(1, 1, pre, groups);
        float[] update = Gate(pre, 0, groups, constants.KeptDoublings), reset = Gate(pre, 1, groups, constants.ResetDoublings);
        short[] candidate = pre;
        int place = 2;
        if (shape.Kind == CellKind.GruResetAfter)
        {
            fixed (short* p = pre)
                GruCell.Candidate<short, ScalarLanes>(p, padded / BlockUnits, constants);
        }
        else
        {
            int[] kept = [.. Enumerable.Range(0, shape.Units).Select(unit => Kept(pre[Place(unit, 1, groups)], c[unit], isInt8))];
            (candidate, place, groups) = (Sums(shape.Second, second, x, kept), 0, 1);
        }

        Apply(2, place, candidate, groups);
        return [("update gate", update), ("reset gate", reset), ("candidate", Candidate(candidate, place, groups, constants.KeptDoublings))];
    }

    /// <summary>r·h as <see cref="GruCell.Reset"/> gives it to the second product.</summary>
    int Kept(short r, short c, bool isInt8)
    {
        short kept = LaneMath.Double<short, ScalarLanes>(ScalarLanes.MultiplyHigh(r, c), constants.ResetDoublings);
        return Activation(isInt8 ? LaneMath.Scale<short, ScalarLanes>(kept, constants.Hidden) : kept, isInt8);
    }

    List<(string, float[])> Lstm(int[] x, int[] h, short[] c)
    {
        var gates = shape.Gates;
        int groups = gates.Groups;
        short[] pre = Sums(shape.First, first, x, h);
        var values = new List<(string, float[])>();
        void Add(string name, int function, int group, int peephole, int peepholeDoublings, int doublings)
        {
            if (group < 0)
                return;
            if (shape.Peepholes != 0)
                See(pre, group, c, peephole, peepholeDoublings);
            Apply(function, group, pre, groups);
            values.Add((name, Gate(pre, group, groups, doublings)));
        }

        Add("input gate", 0, gates.I, gates.I, constants.PeepholeI, constants.InputDoublings);
        Add("forget gate", 1, gates.F, gates.F, constants.PeepholeF, constants.KeptDoublings);
        Apply(2, gates.G, pre, groups);
        values.Add(("candidate", Candidate(pre, gates.G, groups, constants.InputDoublings)));
        fixed (short* p = pre, state = c) // the output gate sees the new cell state
            LstmVariantCell.Cell<short, ScalarLanes>(p, padded / BlockUnits, state, gates, constants);
        Add("output gate", 3, gates.O, gates.O - 1, constants.PeepholeO, constants.OutputDoublings);
        return values;
    }

    void See(short[] pre, int group, short[] c, int peephole, int doublings)
    {
        fixed (short* p = pre, state = c, seen = peepholes)
            LstmVariantCell.Peephole<short, ScalarLanes>(p + group * BlockUnits, shape.Gates.Groups * BlockUnits, padded / BlockUnits, state, seen + peephole * padded, doublings);
    }
}
