using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Commands;

/// <summary>
/// Holds a quantized model against its float original. Errors are in the quantized model's output units. The data are in the units of
/// the model that <paramref name="userUnits"/> chooses: the original's, or where true the quantized one's.
/// </summary>
public sealed class Verification(IPredictor original, IPredictor quantized, Dataset data, bool userUnits, CancellationToken cancel)
{
    /// <summary>Input values of the quantized model, and how many of them lay beyond its range.</summary>
    public long InputValues => data.Samples * data.Features;

    public long Saturated { get; private set; }

    /// <summary>Each window from reset.</summary>
    public IReadOnlyList<Comparison> Windows(Action<double>? done = null)
    {
        RequireSameSignature(original, quantized);
        DatasetShape.RequireWindow(data, quantized.Window);
        if (original.EveryStep != quantized.EveryStep)
            throw Differ("one model with an output per step and one without", "the same of both");
        var reference = Float(model => Inference.Windows(model, OriginalData, cancel, done));
        var values = Inference.Windows(quantized, QuantizedData, cancel, n => done?.Invoke(data.Windows + n));
        Saturated = values.SaturatedInputs;
        return [Comparison.Of("windows", "Quantized against float, each window from reset", quantized.Outputs, reference, values, data.Windows,
            firstStep: original.EveryStep ? 0 : data.Steps - 1)];
    }

    /// <summary>A state that is carried on, against a window of <paramref name="window"/> steps that slides.</summary>
    public IReadOnlyList<Comparison> Stream(int? window, Action<double>? done = null)
    {
        RequireSameSignature(original, quantized);
        // Sliding windows are each from reset, and none of them is shorter than the others.
        if (data.States.Count != 0 || data.Lengths is not null)
            throw DatasetShape.Wrong("initial states or lengths beside --stream", "windows from reset", "leave out --stream");
        // A graph that takes a piece of a stream a call knows of no window: the stream is all that there is to compare.
        if (window is null && original.TakesPieces)
        {
            var reference = Float(model => Inference.Stream(model, OriginalData, cancel, done));
            var answers = Inference.Stream(quantized, QuantizedData, cancel, n => done?.Invoke(data.Windows + n));
            Saturated = answers.SaturatedInputs;
            return [Compare("carried", "Quantized against float, both with carried state", reference, answers, 0)];
        }

        int steps = window ?? original.Window ?? quantized.Window
            ?? throw DatasetShape.Wrong(data.ShapeText + " and models without a window", "the length of the sliding window", "give it with --window");
        var carried = Float(model => Inference.Stream(model, OriginalData, cancel, done));
        var values = Inference.Stream(quantized, QuantizedData, cancel, n => done?.Invoke(data.Windows + n));
        Saturated = values.SaturatedInputs;
        var sliding = Float(model => Inference.Sliding(model, OriginalData, steps, cancel, n => done?.Invoke(2 * data.Windows + n)));
        return
        [
            Compare("carried", "Quantized against float, both with carried state", carried, values, 0),
            Compare("floatCarriedToSliding", $"Float: carried state against sliding windows of {steps}", sliding, carried, steps - 1),
            Compare("carriedToSliding", $"Quantized with carried state against float in sliding windows of {steps}", sliding, values, steps - 1),
        ];
    }

    Comparison Compare(string key, string title, Predictions reference, Predictions value, int firstStep) =>
        Comparison.Of(key, title, quantized.Outputs, reference, value, data.Windows, firstStep, skip: firstStep);

    Dataset OriginalData => userUnits ? data with { Values = new UnitMap(quantized.Inputs, original.Inputs).Apply(data.Values) } : data;

    Dataset QuantizedData => userUnits ? data : data with { Values = new UnitMap(original.Inputs, quantized.Inputs).Apply(data.Values) };

    Predictions Float(Func<IPredictor, Predictions> run)
    {
        var predictions = run(original);
        return predictions with { Values = new UnitMap(original.Outputs, quantized.Outputs).Apply(predictions.Values) };
    }

    /// <summary>Refuses two models that cannot be of one origin.</summary>
    public static void RequireSameSignature(IPredictor original, IPredictor quantized)
    {
        if (!original.States.All(quantized.States.Contains) || !quantized.States.All(original.States.Contains))
            throw Differ($"initial states {Names(quantized)} in the quantized model", $"{Names(original)} as in the original");
        if ((original.Inputs.Count, original.Outputs.Count) != (quantized.Inputs.Count, quantized.Outputs.Count))
            throw Differ($"{quantized.Inputs.Count} inputs and {quantized.Outputs.Count} outputs in the quantized model",
                $"{original.Inputs.Count} and {original.Outputs.Count} as in the original");
    }

    static string Names(IPredictor model) => model.States.Count == 0 ? "of no name" : string.Join(", ", model.States.Select(state => $"'{state.Name}' [{state.Rows},N,{state.Width}]"));

    static ModelException Differ(string found, string expected) =>
        new(ErrorCatalogue.ModelsDiffer, found, expected, "give the artifact that was made from this model");
}
