using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

sealed partial class CellQuantization
{
    QuantizedCell Gru(GruCell cell)
    {
        var (z, zDoublings) = FunctionQuantization.Gate(cell.UpdateGate, statistics.MaxSum[0], Clip, isSum: false);
        var (r, rDoublings) = FunctionQuantization.Gate(cell.ResetGate, statistics.MaxSum[1], Clip, isSum: false);
        builder.Constants.KeptDoublings = (short)zDoublings;
        builder.Constants.One = One(zDoublings);
        builder.Constants.ResetDoublings = (short)rDoublings;

        // h stays between what it was and the candidate where z is a share of 1; then it is bounded as the candidate is.
        double bound = FunctionMath.IsShare(cell.UpdateGate) ? Math.Max(FunctionMath.Bound(cell.Candidate), layer.InitialH.Max(Math.Abs)) : double.PositiveInfinity;
        double state = Scaling.HiddenUnit(isInt8: false, maxOutput, bound), hidden = state;
        if (IsInt8)
        {
            builder.Constants.Hidden = Scaling.Factor(Scaling.HiddenUnit(isInt8: true, maxOutput, bound) / state);
            hidden = state * Scaling.Value(builder.Constants.Hidden);
        }

        double gateUnit = Scaling.One / (1 << zDoublings);
        var (n, added) = Fitted(cell.Candidate, statistics.MaxSum[2], gateUnit, state, isSum: cell.ResetAfter);
        builder.Constants.Added = added;
        int doublings = cell.ResetAfter ? Scaling.Doublings(Math.Max(statistics.MaxInput, statistics.MaxRecurrent), n.ArgumentUnit) : 0;
        builder.Add(z);
        builder.Add(r);
        builder.Add(n, doublings);

        var recurrent = ActivationScale.Uniform(h, 1 / hidden);
        var first = Product(input, recurrent, moments);
        var gates = new[] { new RowGroup(W(0), U(0), Bias(0), z.ArgumentUnit), new RowGroup(W(1), U(1), Bias(1), r.ArgumentUnit) };
        if (cell.ResetAfter)
        {
            double unit = n.ArgumentUnit / (1 << doublings);
            builder.Add(first.Pack([.. gates, new(W(2), default, Bias(2), unit), new(default, U(2), cell.RecurrentBias, unit)]));
        }
        else
        {
            builder.Add(first.Pack(gates));
            builder.Add(Product(input, recurrent, statistics.SecondMoments).Pack([new(W(2), U(2), Bias(2), n.ArgumentUnit)]));
        }

        return Done(hidden, state);
    }

    /// <summary>1 in units of 2^(15 − doublings); 32767 where 32768 would be needed.</summary>
    static short One(int doublings) => (short)Math.Min(32768 >> doublings, short.MaxValue);
}
