using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

sealed partial class CellQuantization
{
    QuantizedCell Gru(GruCell cell)
    {
        var (z, zDoublings) = FunctionQuantization.Gate(cell.UpdateGate, _statistics.MaxSum[0], Clip, isSum: false);
        var (r, rDoublings) = FunctionQuantization.Gate(cell.ResetGate, _statistics.MaxSum[1], Clip, isSum: false);
        _builder.Constants.KeptDoublings = (short)zDoublings;
        _builder.Constants.One = One(zDoublings);
        _builder.Constants.ResetDoublings = (short)rDoublings;

        // h stays between what it was and the candidate where z is a share of 1; then it is bounded as the candidate is.
        double bound = cell.UpdateGate.IsShare ? Math.Max(cell.Candidate.Bound, _layer.InitialH.Max(Math.Abs))
            : double.PositiveInfinity;
        double state = Scaling.HiddenUnit(isInt8: false, _maxOutput, bound), hidden = state;
        if (IsInt8)
        {
            _builder.Constants.Hidden = Scaling.Factor(Scaling.HiddenUnit(isInt8: true, _maxOutput, bound) / state);
            hidden = state * Scaling.Value(_builder.Constants.Hidden);
        }

        double gateUnit = Scaling.One / (1 << zDoublings);
        var (n, added) = Fitted(cell.Candidate, _statistics.MaxSum[2], gateUnit, state, isSum: cell.ResetAfter);
        _builder.Constants.Added = added;
        int doublings = cell.ResetAfter ? Scaling.Doublings(Math.Max(_statistics.MaxInput, _statistics.MaxRecurrent), n.ArgumentUnit) : 0;
        _builder.Add(z);
        _builder.Add(r);
        _builder.Add(n, doublings);

        var recurrent = ActivationScale.Uniform(_h, 1 / hidden);
        var first = Product(_input, recurrent, _moments);
        var gates = new[] { new RowGroup(W(0), U(0), Bias(0), z.ArgumentUnit), new RowGroup(W(1), U(1), Bias(1), r.ArgumentUnit) };
        if (cell.ResetAfter)
        {
            double unit = n.ArgumentUnit / (1 << doublings);
            _builder.Add(first.Pack([.. gates, new(W(2), default, Bias(2), unit), new(default, U(2), cell.RecurrentBias, unit)]));
        }
        else
        {
            _builder.Add(first.Pack(gates));
            _builder.Add(Product(_input, recurrent, _statistics.SecondMoments).Pack([new(W(2), U(2), Bias(2), n.ArgumentUnit)]));
        }

        return Done(hidden, state);
    }

    /// <summary>1 in units of 2^(15 − doublings); 32767 where 32768 would be needed.</summary>
    static short One(int doublings) => (short)Math.Min(32768 >> doublings, short.MaxValue);
}
