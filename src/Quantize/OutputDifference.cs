using EdgeLstm.Quantize.Evaluation;

namespace EdgeLstm.Quantize;

/// <summary>How far one output of a quantized model is from the float model's, in the output's unit.</summary>
/// <param name="Name">The output's.</param>
/// <param name="Unit">Empty where none is known.</param>
/// <param name="Count">Pairs of finite values that were compared; 0: the errors are NaN.</param>
/// <param name="Rmse">Root of the mean squared difference.</param>
/// <param name="Mean">Mean absolute difference.</param>
/// <param name="Max">Greatest absolute difference.</param>
public sealed record OutputDifference(string Name, string Unit, long Count, double Rmse, double Mean, double Max)
{
    internal static IReadOnlyList<OutputDifference> Of(Comparison comparison) => [.. comparison.Outputs.Select(output =>
        new OutputDifference(output.Output.Name, output.Output.Unit, output.Count, output.Rmse, output.Mean, output.Max))];
}
