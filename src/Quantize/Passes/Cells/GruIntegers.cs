using System.Numerics.Tensors;
using EdgeLstm.Gates;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using GruCell = EdgeLstm.Quantize.Graph.GruCell;
using GruLanes = EdgeLstm.Gates.GruCell;

namespace EdgeLstm.Quantize.Passes.Cells;

sealed unsafe class GruIntegers : CellIntegers
{
    /// <summary>x and r∘h, where the reset gate stands before the product.</summary>
    public override int SecondInputs(RecurrentLayer layer) =>
        ((GruCell)layer.Cell).ResetAfter ? 0 : layer.Inputs + layer.HiddenSize;

    public override void Observe(CellStatistics statistics, LayerStep step)
    {
        var layer = statistics.Layer;
        var gru = (GruCell)layer.Cell;
        int h = layer.HiddenSize, inputs = layer.Inputs;
        if (!gru.ResetAfter)
        {
            Span<float> kept = new float[h];
            TensorPrimitives.Multiply(step.Gates.Slice(h, h), step.Recurrent, kept);
            statistics.AddSecond(step.Input, kept);
            return;
        }

        for (int k = 0, row = 2 * h; k < h; k++, row++)
        {
            statistics.SeeInput(TensorPrimitives.Dot(layer.W.AsSpan(row * inputs, inputs), step.Input) + layer.Bias[row]);
            statistics.SeeRecurrent(TensorPrimitives.Dot(layer.U.AsSpan(row * h, h), step.Recurrent) + gru.RecurrentBias[k]);
        }
    }

    public override QuantizedCell Quantize(CellQuantization of)
    {
        var cell = (GruCell)of.Layer.Cell;
        var (statistics, builder) = (of.Statistics, of.Builder);
        var (z, zDoublings) = FunctionQuantization.Gate(cell.UpdateGate, statistics.MaxSum[0], of.Clip, isSum: false);
        var (r, rDoublings) = FunctionQuantization.Gate(cell.ResetGate, statistics.MaxSum[1], of.Clip, isSum: false);
        builder.Constants.KeptDoublings = (short)zDoublings;
        builder.Constants.One = CellQuantization.One(zDoublings);
        builder.Constants.ResetDoublings = (short)rDoublings;

        // h stays between what it was and the candidate where z is a share of 1; then it is bounded as the candidate is.
        double bound = cell.UpdateGate.IsShare ? Math.Max(cell.Candidate.Bound, of.Layer.InitialH.Max(Math.Abs))
            : double.PositiveInfinity;
        double state = Scaling.HiddenUnit(isInt8: false, of.MaxOutput, bound), hidden = state;
        if (of.IsInt8)
        {
            builder.Constants.Hidden = Scaling.Factor(Scaling.HiddenUnit(isInt8: true, of.MaxOutput, bound) / state);
            hidden = state * Scaling.Value(builder.Constants.Hidden);
        }

        double gateUnit = Scaling.One / (1 << zDoublings);
        var (n, added) = of.Fitted(cell.Candidate, statistics.MaxSum[2], gateUnit, state, isSum: cell.ResetAfter);
        builder.Constants.Added = added;
        int doublings = cell.ResetAfter ? Scaling.Doublings(Math.Max(statistics.MaxInput, statistics.MaxRecurrent), n.ArgumentUnit) : 0;
        builder.Add(z);
        builder.Add(r);
        builder.Add(n, doublings);

        var recurrent = ActivationScale.Uniform(of.Units, 1 / hidden);
        var first = of.Product(of.Input, recurrent, of.Moments);
        RowGroup[] gates = [new(of.W(0), of.U(0), of.Bias(0), z.ArgumentUnit), new(of.W(1), of.U(1), of.Bias(1), r.ArgumentUnit)];
        if (cell.ResetAfter)
        {
            double unit = n.ArgumentUnit / (1 << doublings);
            builder.Add(first.Pack([.. gates, new(of.W(2), default, of.Bias(2), unit), new(default, of.U(2), cell.RecurrentBias, unit)]));
        }
        else
        {
            builder.Add(first.Pack(gates));
            builder.Add(of.Product(of.Input, recurrent, statistics.SecondMoments)
                .Pack([new(of.W(2), of.U(2), of.Bias(2), n.ArgumentUnit)]));
        }

        return of.Done(hidden, state);
    }

    public override IReadOnlyList<(string, float[])> Read(CellProbe probe, short[] sums, short[] c, Func<short[], short[]> second)
    {
        var constants = probe.Constants;
        int groups = probe.Shape.First.Groups;
        probe.Apply(0, 0, sums, groups);
        probe.Apply(1, 1, sums, groups);
        float[] update = probe.Gate(sums, 0, groups, constants.KeptDoublings);
        float[] reset = probe.Gate(sums, 1, groups, constants.ResetDoublings);
        short[] candidate = sums;
        int place = 2;
        if (probe.Shape.Kind == CellKind.GruResetAfter)
        {
            fixed (short* p = sums)
                GruLanes.Candidate<short, ScalarLanes>(p, probe.Blocks, constants);
        }
        else
        {
            var units = Enumerable.Range(0, probe.Padded);
            (candidate, place, groups) = (second([.. units.Select(unit => Kept(sums[CellProbe.Place(unit, 1, groups)], c[unit]))]), 0, 1);
        }

        probe.Apply(2, place, candidate, groups);
        return [("update gate", update), ("reset gate", reset),
            ("candidate", probe.Candidate(candidate, place, groups, constants.KeptDoublings))];

        // r·h as the runtime gives it to the second product.
        short Kept(short r, short h)
        {
            short kept = LaneMath.Double<short, ScalarLanes>(ScalarLanes.MultiplyHigh(r, h), constants.ResetDoublings);
            return probe.Activation(probe.IsInt8 ? LaneMath.Scale<short, ScalarLanes>(kept, constants.Hidden) : kept);
        }
    }
}
