using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

sealed class ElmanIntegers : CellIntegers
{
    public override QuantizedCell Quantize(CellQuantization of)
    {
        var cell = (ElmanCell)of.Layer.Cell;
        double hidden = Scaling.HiddenUnit(of.IsInt8, of.MaxOutput, cell.Activation.Bound);
        var (function, scale) = of.Output(cell.Activation, of.Statistics.MaxSum[0], ref hidden);
        of.Builder.Constants.Hidden = scale;
        of.Builder.Add(function);
        of.Builder.Add(of.Product(of.Input, ActivationScale.Uniform(of.Units, 1 / hidden), of.Moments)
            .Pack([new(of.W(0), of.U(0), of.Bias(0), function.ArgumentUnit)]));
        return of.Done(hidden, 0);
    }

    /// <summary>Its only gate is its output.</summary>
    public override IReadOnlyList<(string, float[])> Read(CellProbe probe, short[] sums, short[] c, Func<short[], short[]> second) => [];
}
