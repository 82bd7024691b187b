using EdgeLstm.Gates;

namespace EdgeLstm.Quantize.Passes.Cells;

sealed unsafe partial class CellProbe
{
    IReadOnlyList<(string, float[])> Gru(short[] pre, short[] c, bool isInt8, Func<short[], short[]> second)
    {
        int groups = _shape.First.Groups;
        Apply(0, 0, pre, groups);
        Apply(1, 1, pre, groups);
        float[] update = Gate(pre, 0, groups, _constants.KeptDoublings), reset = Gate(pre, 1, groups, _constants.ResetDoublings);
        short[] candidate = pre;
        int place = 2;
        if (_shape.Kind == CellKind.GruResetAfter)
        {
            fixed (short* p = pre)
                GruCell.Candidate<short, ScalarLanes>(p, _padded / BlockUnits, _constants);
        }
        else
        {
            short[] kept = [.. Enumerable.Range(0, _padded).Select(unit => Kept(pre[Place(unit, 1, groups)], c[unit], isInt8))];
            (candidate, place, groups) = (second(kept), 0, 1);
        }

        Apply(2, place, candidate, groups);
        return [("update gate", update), ("reset gate", reset),
            ("candidate", Candidate(candidate, place, groups, _constants.KeptDoublings))];
    }

    /// <summary>r·h as <see cref="GruCell.Reset"/> gives it to the second product.</summary>
    short Kept(short r, short c, bool isInt8)
    {
        short kept = LaneMath.Double<short, ScalarLanes>(ScalarLanes.MultiplyHigh(r, c), _constants.ResetDoublings);
        return Activation(isInt8 ? LaneMath.Scale<short, ScalarLanes>(kept, _constants.Hidden) : kept, isInt8);
    }

    List<(string, float[])> Lstm(short[] pre, short[] c)
    {
        var gates = _shape.Gates;
        int groups = gates.Groups;
        var values = new List<(string, float[])>();
        void Add(string name, int function, int group, int peephole, int peepholeDoublings, int doublings)
        {
            if (group < 0)
                return;
            if (_shape.Peepholes != 0)
                See(pre, group, c, peephole, peepholeDoublings);
            Apply(function, group, pre, groups);
            values.Add((name, Gate(pre, group, groups, doublings)));
        }

        Add("input gate", 0, gates.I, gates.I, _constants.PeepholeI, _constants.InputDoublings);
        Add("forget gate", 1, gates.F, gates.F, _constants.PeepholeF, _constants.KeptDoublings);
        Apply(2, gates.G, pre, groups);
        values.Add(("candidate", Candidate(pre, gates.G, groups, _constants.InputDoublings)));
        fixed (short* p = pre, state = c) // the output gate sees the new cell state
            LstmVariantCell.Cell<short, ScalarLanes>(p, _padded / BlockUnits, state, gates, _constants);
        Add("output gate", 3, gates.O, gates.O - 1, _constants.PeepholeO, _constants.OutputDoublings);
        return values;
    }

    void See(short[] pre, int group, short[] c, int peephole, int doublings)
    {
        fixed (short* p = pre, state = c, seen = _peepholes)
            LstmVariantCell.Peephole<short, ScalarLanes>(p + group * BlockUnits, _shape.Gates.Groups * BlockUnits, _padded / BlockUnits,
                state, seen + peephole * _padded, doublings);
    }
}
