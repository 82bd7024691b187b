using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

sealed partial class CellQuantization
{
    QuantizedCell Elman(ElmanCell cell)
    {
        double hidden = Scaling.HiddenUnit(IsInt8, _maxOutput, cell.Activation.Bound);
        var (function, scale) = Output(cell.Activation, _statistics.MaxSum[0], ref hidden);
        _builder.Constants.Hidden = scale;
        _builder.Add(function);
        _builder.Add(Product(_input, ActivationScale.Uniform(_h, 1 / hidden), _moments)
            .Pack([new(W(0), U(0), Bias(0), function.ArgumentUnit)]));
        return Done(hidden, 0);
    }

    QuantizedCell Jordan(JordanCell cell)
    {
        int outputs = cell.OutputBias.Length;
        double hidden = Scaling.HiddenUnit(IsInt8, _statistics.MaxGate[0], cell.Hidden.Bound);
        double output = Scaling.HiddenUnit(IsInt8, _maxOutput, cell.Output.Bound);
        var (first, hiddenScale) = Output(cell.Hidden, _statistics.MaxSum[0], ref hidden);
        var (second, outputScale) = Output(cell.Output, _statistics.MaxRecurrent, ref output, clips: false);
        (_builder.Constants.Hidden, _builder.Constants.Added) = (hiddenScale, outputScale);
        _builder.Constants.HiddenUnit = (float)hidden;
        _builder.Add(first);
        _builder.Add(second);
        _builder.Add(Product(_input, ActivationScale.Uniform(outputs, 1 / output), _moments)
            .Pack([new(W(0), U(0), Bias(0), first.ArgumentUnit)]));
        _builder.Add(Product(ActivationScale.Uniform(_h, 1 / hidden), ActivationScale.Uniform(0, 1), _statistics.SecondMoments)
            .Pack([new(cell.V, default, cell.OutputBias, second.ArgumentUnit)]));
        return Done(output, 0);
    }

    /// <summary>A function whose value becomes an activation at once: its scale, and <paramref name="unit"/> as it really is.</summary>
    (QuantizedFunction Function, EdgeLstm.Gates.CellScale Scale) Output(ScalarFunction f, double largest, ref double unit,
        bool clips = true)
    {
        double value = FunctionQuantization.FixedValueUnit(f) ?? FunctionQuantization.FreeValueUnit(f, largest);
        var scale = Scaling.Factor(unit / value);
        unit = value * Scaling.Value(scale);
        return (FunctionQuantization.OfSum(f, largest, value, clips ? Clip : null), scale);
    }
}
