using System.Numerics.Tensors;
using EdgeLstm.Gates;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes.Cells;

sealed class JordanIntegers : CellIntegers
{
    /// <summary>The hidden s.</summary>
    public override int SecondInputs(RecurrentLayer layer) => layer.HiddenSize;

    public override void Observe(CellStatistics statistics, LayerStep step)
    {
        var cell = (JordanCell)statistics.Layer.Cell;
        int h = statistics.Layer.HiddenSize;
        statistics.AddSecond(step.Cell);
        for (int row = 0; row < cell.OutputBias.Length; row++)
            statistics.SeeRecurrent(TensorPrimitives.Dot(cell.V.AsSpan(row * h, h), step.Cell) + cell.OutputBias[row]);
    }

    public override QuantizedCell Quantize(CellQuantization of)
    {
        var cell = (JordanCell)of.Layer.Cell;
        double hidden = Scaling.HiddenUnit(of.IsInt8, of.Statistics.MaxGate[0], cell.Hidden.Bound);
        double output = Scaling.HiddenUnit(of.IsInt8, of.MaxOutput, cell.Output.Bound);
        var (first, hiddenScale) = of.Output(cell.Hidden, of.Statistics.MaxSum[0], ref hidden);
        var (second, outputScale) = of.Output(cell.Output, of.Statistics.MaxRecurrent, ref output, clips: false);
        (of.Builder.Constants.Hidden, of.Builder.Constants.Added) = (hiddenScale, outputScale);
        of.Builder.Constants.HiddenUnit = (float)hidden;
        of.Builder.Add(first);
        of.Builder.Add(second);
        of.Builder.Add(of.Product(of.Input, ActivationScale.Uniform(cell.OutputBias.Length, 1 / output), of.Moments)
            .Pack([new(of.W(0), of.U(0), of.Bias(0), first.ArgumentUnit)]));
        of.Builder.Add(of.Product(ActivationScale.Uniform(of.Units, 1 / hidden), ActivationScale.Uniform(0, 1), of.Statistics.SecondMoments)
            .Pack([new(cell.V, default, cell.OutputBias, second.ArgumentUnit)]));
        return of.Done(output, 0);
    }

    /// <summary>The hidden s.</summary>
    public override IReadOnlyList<(string, float[])> Read(CellProbe probe, short[] sums, short[] c, Func<short[], short[]> second)
    {
        probe.Apply(0, 0, sums, 1);
        return [("hidden", probe.Values(sums, 0, 1, v => probe.Activation(LaneMath.Scale<short, ScalarLanes>(v, probe.Constants.Hidden))
            / (double)probe.Constants.HiddenUnit))];
    }
}
