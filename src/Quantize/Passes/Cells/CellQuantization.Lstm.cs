using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

sealed partial class CellQuantization
{
    QuantizedCell Lstm(LstmCell cell)
    {
        int next = 0;
        var i = Gate(cell.InputGate, ref next, cell.Pi);
        var f = Gate(cell.ForgetGate, ref next, cell.Pf);
        int g = next++;
        var o = Gate(cell.OutputGate, ref next, cell.Po);
        int cellBits = CellBits(_maxCell, cell.Output.Kind == FunctionKind.Sigmoid ? 12 : 13);
        double cellUnit = 1 << cellBits, inputUnit = i?.Unit ?? Scaling.One;
        (_builder.Constants.KeptDoublings, _builder.Constants.One) = cell.Coupled ? (i!.Shift, One(i.Shift)) : (f?.Shift ?? 0, (short)0);
        (_builder.Constants.InputDoublings, _builder.Constants.OutputDoublings) = (i?.Shift ?? 0, o?.Shift ?? 0);
        var (candidate, added) = Fitted(cell.Candidate, _statistics.MaxSum[g], inputUnit, cellUnit);
        _builder.Constants.Added = added;

        var output = FunctionQuantization.OfCell(cell.Output, cellBits);
        double bound = o is null || cell.OutputGate!.IsShare ? cell.Output.Bound : double.PositiveInfinity;
        double valueUnit = output.ValueUnit * (o?.Unit ?? Scaling.One) / Scaling.One;
        _builder.Constants.Hidden = Scaling.Factor(Scaling.HiddenUnit(IsInt8, _maxOutput, bound) / valueUnit);
        double hidden = valueUnit * Scaling.Value(_builder.Constants.Hidden);

        _builder.Add(i?.Function, i?.Doublings ?? 0);
        _builder.Add(f?.Function, f?.Doublings ?? 0);
        _builder.Add(candidate);
        _builder.Add(o?.Function, o?.Doublings ?? 0);
        _builder.Add(output);

        double gates = IsInt8 ? 127 : 16384; // of Q15
        _builder.Constants.Gate = Scaling.Factor(gates / Scaling.One);
        var recurrent = new List<double>(Enumerable.Repeat(1 / hidden, _h));
        if (cell.FullGateRecurrence)
            foreach (var gate in new[] { i!, f!, o! })
                recurrent.AddRange(Enumerable.Repeat((1 << gate.Shift) / (Scaling.One * Scaling.Value(_builder.Constants.Gate)), _h));
        var groups = new List<RowGroup>();
        foreach (var gate in new[] { i, f, new(candidate, g, 0, 0), o })
            if (gate is not null)
                groups.Add(new(W(gate.Rows), U(gate.Rows), Bias(gate.Rows), gate.RowUnit));
        _builder.Add(Product(_input, new(new double[recurrent.Count], [.. recurrent]), _moments).Pack(groups));
        if (cell.HasPeepholes)
        {
            if (i is not null)
                _builder.Constants.PeepholeI = _builder.AddPeephole(cell.Pi, _h, i.RowUnit / cellUnit);
            if (f is not null)
                _builder.Constants.PeepholeF = _builder.AddPeephole(cell.Pf, _h, f.RowUnit / cellUnit);
            if (o is not null)
                _builder.Constants.PeepholeO = _builder.AddPeephole(cell.Po, _h, o.RowUnit / cellUnit);
        }

        return Done(hidden, cellUnit);
    }

    LstmGate? Gate(ScalarFunction? function, ref int rows, float[]? peephole)
    {
        if (function is null)
            return null;
        double sum = _statistics.MaxSum[rows], seen = peephole is null ? 0 : peephole.Max(Math.Abs) * _maxCell;
        var (quantized, shift) = FunctionQuantization.Gate(function, sum, Clip, isSum: peephole is not null);
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
