using EdgeLstm.Gates;
using LstmCell = EdgeLstm.Quantize.Graph.LstmCell;
using ScalarFunction = EdgeLstm.Quantize.Graph.ScalarFunction;

namespace EdgeLstm.Quantize.Passes.Cells;

sealed unsafe class LstmIntegers : CellIntegers
{
    public override QuantizedCell Quantize(CellQuantization of)
    {
        var cell = (LstmCell)of.Layer.Cell;
        var builder = of.Builder;
        int next = 0;
        var i = Gate(of, cell.InputGate, ref next, cell.Pi);
        var f = Gate(of, cell.ForgetGate, ref next, cell.Pf);
        int g = next++;
        var o = Gate(of, cell.OutputGate, ref next, cell.Po);
        int cellBits = CellBits(of.MaxCell, cell.Output.Kind == FunctionKind.Sigmoid ? 12 : 13);
        double cellUnit = 1 << cellBits, inputUnit = i?.Unit ?? Scaling.One;
        (builder.Constants.KeptDoublings, builder.Constants.One) =
            cell.Coupled ? (i!.Shift, CellQuantization.One(i.Shift)) : (f?.Shift ?? 0, (short)0);
        (builder.Constants.InputDoublings, builder.Constants.OutputDoublings) = (i?.Shift ?? 0, o?.Shift ?? 0);
        var (candidate, added) = of.Fitted(cell.Candidate, of.Statistics.MaxSum[g], inputUnit, cellUnit);
        builder.Constants.Added = added;

        var output = FunctionQuantization.OfCell(cell.Output, cellBits);
        double bound = o is null || cell.OutputGate!.IsShare ? cell.Output.Bound : double.PositiveInfinity;
        double valueUnit = output.ValueUnit * (o?.Unit ?? Scaling.One) / Scaling.One;
        builder.Constants.Hidden = Scaling.Factor(Scaling.HiddenUnit(of.IsInt8, of.MaxOutput, bound) / valueUnit);
        double hidden = valueUnit * Scaling.Value(builder.Constants.Hidden);

        builder.Add(i?.Function, i?.Doublings ?? 0);
        builder.Add(f?.Function, f?.Doublings ?? 0);
        builder.Add(candidate);
        builder.Add(o?.Function, o?.Doublings ?? 0);
        builder.Add(output);

        double gates = of.IsInt8 ? 127 : 16384; // of Q15
        builder.Constants.Gate = Scaling.Factor(gates / Scaling.One);
        var recurrent = new List<double>(Enumerable.Repeat(1 / hidden, of.Units));
        if (cell.FullGateRecurrence)
            foreach (var gate in new[] { i!, f!, o! })
                recurrent.AddRange(Enumerable.Repeat((1 << gate.Shift) / (Scaling.One * Scaling.Value(builder.Constants.Gate)), of.Units));
        var groups = new List<RowGroup>();
        foreach (var gate in new[] { i, f, new(candidate, g, 0, 0), o })
            if (gate is not null)
                groups.Add(new(of.W(gate.Rows), of.U(gate.Rows), of.Bias(gate.Rows), gate.RowUnit));
        builder.Add(of.Product(of.Input, new(new double[recurrent.Count], [.. recurrent]), of.Moments).Pack(groups));
        if (cell.HasPeepholes)
        {
            if (i is not null)
                builder.Constants.PeepholeI = builder.AddPeephole(cell.Pi, of.Units, i.RowUnit / cellUnit);
            if (f is not null)
                builder.Constants.PeepholeF = builder.AddPeephole(cell.Pf, of.Units, f.RowUnit / cellUnit);
            if (o is not null)
                builder.Constants.PeepholeO = builder.AddPeephole(cell.Po, of.Units, o.RowUnit / cellUnit);
        }

        return of.Done(hidden, cellUnit);
    }

    public override IReadOnlyList<(string, float[])> Read(CellProbe probe, short[] sums, short[] c, Func<short[], short[]> second)
    {
        var (gates, constants) = (probe.Shape.Gates, probe.Constants);
        int groups = gates.Groups;
        var values = new List<(string, float[])>();
        void Add(string name, int function, int group, int peephole, int peepholeDoublings, int doublings)
        {
            if (group < 0)
                return;
            if (probe.Shape.Peepholes != 0)
                probe.See(sums, group, c, peephole, peepholeDoublings);
            probe.Apply(function, group, sums, groups);
            values.Add((name, probe.Gate(sums, group, groups, doublings)));
        }

        Add("input gate", 0, gates.I, gates.I, constants.PeepholeI, constants.InputDoublings);
        Add("forget gate", 1, gates.F, gates.F, constants.PeepholeF, constants.KeptDoublings);
        probe.Apply(2, gates.G, sums, groups);
        values.Add(("candidate", probe.Candidate(sums, gates.G, groups, constants.InputDoublings)));
        fixed (short* p = sums, state = c) // the output gate sees the new cell state
            LstmVariantCell.Cell<short, ScalarLanes>(p, probe.Blocks, state, gates, constants);
        Add("output gate", 3, gates.O, gates.O - 1, constants.PeepholeO, constants.OutputDoublings);
        return values;
    }

    static LstmGate? Gate(CellQuantization of, ScalarFunction? function, ref int rows, float[]? peephole)
    {
        if (function is null)
            return null;
        double sum = of.Statistics.MaxSum[rows], seen = peephole is null ? 0 : peephole.Max(Math.Abs) * of.MaxCell;
        var (quantized, shift) = FunctionQuantization.Gate(function, sum, of.Clip, isSum: peephole is not null);
        int doublings = peephole is null ? 0 : Scaling.Doublings(sum + seen, quantized.ArgumentUnit);
        return new(quantized, rows++, doublings, (short)shift);
    }

    /// <summary>
    /// Fraction bits so that 1.25 times the greatest cell state seen still fits the int16. A cell without forget gate, or with an unbounded
    /// candidate, sums up for as long as it runs: beyond what calibration saw, it saturates.
    /// </summary>
    public static int CellBits(double maxCell, int most)
    {
        int bits = most;
        while (bits > 0 && 1.25 * maxCell >= 1 << (15 - bits))
            bits--;
        return bits;
    }

    /// <summary>
    /// A gate: its rows in the layer, the doublings between its sum and its function, and 2^(15 − Shift) units per 1 of its value.
    /// </summary>
    sealed record LstmGate(QuantizedFunction Function, int Rows, int Doublings, short Shift)
    {
        public double Unit => Scaling.One / (1 << Shift);

        public double RowUnit => Function.ArgumentUnit / (1 << Doublings);
    }
}
