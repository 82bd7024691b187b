using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>
/// Holds a quantized model against its float original. Errors are in the quantized model's output units. The data are in the units of
/// the model that <paramref name="userUnits"/> chooses: the original's, or where true the quantized one's.
/// </summary>
sealed class ModelComparison(IPredictor original, IPredictor quantized, Dataset data, bool userUnits, CancellationToken cancel)
{
    readonly List<string> _notes = [];
    (Dataset Original, Dataset Quantized)? _given;

    /// <summary>For the user.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Input values of the quantized model, and how many of them lay beyond its range.</summary>
    public long InputValues => data.Samples * data.Features;

    public long Saturated { get; private set; }

    /// <summary>Steps of layers in which a state of the quantized model was cut off.</summary>
    public long SaturatedStates { get; private set; }

    /// <summary>What <c>Step</c> gives, beside windows; null where the models need those, or initial states are given.</summary>
    /// <param name="maxSteps">Where a long stream ends: of all that is verified, nowhere.</param>
    public StreamCheck? AsStream(int maxSteps = int.MaxValue)
    {
        var check = StreamCheck.Run(original, quantized, Given.Original, Given.Quantized, maxSteps, cancel);
        SaturatedStates = check?.SaturatedStates ?? SaturatedStates;
        return check;
    }

    /// <summary>Each window from reset; of streams out of a table, whose every sample asks for an answer, all steps.</summary>
    public IReadOnlyList<Comparison> Windows(Action<double>? done = null)
    {
        RequireSameSignature(original, quantized);
        if (original.EveryStep != quantized.EveryStep)
            throw Differ("one model with an output per step and one without", "the same of both");
        if (data.AreStreams && original is { Streams: true, Window: null } && quantized is { Streams: true, Window: null })
            return Compared([Carried("Quantized against float, at every sample, the state carried on from the stream's first",
                done).Comparison]);
        DatasetShape.RequireWindow(data, quantized.Window);
        var reference = Float(model => Inference.Windows(model, Given.Original, cancel, done));
        var values = Inference.Windows(quantized, Given.Quantized, cancel, n => done?.Invoke(data.Windows + n));
        Saturated = values.SaturatedInputs;
        SaturatedStates = values.SaturatedStates;
        return Compared([Comparison.Of("windows", "Quantized against float, each window from reset", quantized.Outputs, reference, values,
            data.Windows,
            firstStep: original.EveryStep ? 0 : data.Steps - 1)]);
    }

    /// <summary>Both models against the original's file as another runtime computes it, each window from reset.</summary>
    /// <param name="name">The runtime's, for titles.</param>
    public IReadOnlyList<Comparison> Against(IPredictor other, string name, Action<double>? done = null)
    {
        var theirs = InUnits(Inference.Windows(other, Given.Original, cancel, done));
        var ours = Float(model => Inference.Windows(model, Given.Original, cancel, n => done?.Invoke(data.Windows + n)));
        var values = Inference.Windows(quantized, Given.Quantized, cancel, n => done?.Invoke(2 * data.Windows + n));
        int first = original.EveryStep ? 0 : data.Steps - 1;
        return Compared(
        [
            Comparison.Of("floatToOther", $"Float against {name}, each window from reset", quantized.Outputs, theirs, ours, data.Windows,
                first),
            Comparison.Of("quantizedToOther", $"Quantized against {name}, each window from reset", quantized.Outputs, theirs, values,
                data.Windows, first),
        ]);
    }

    /// <summary>A state that is carried on, against a window of <paramref name="window"/> steps that slides.</summary>
    public IReadOnlyList<Comparison> Stream(int? window, Action<double>? done = null)
    {
        RequireSameSignature(original, quantized);
        if (data.States.Count != 0)
            throw DatasetShape.Wrong("initial states beside --stream", "windows from reset", "leave out --stream");
        // A graph that takes a piece of a stream a call knows of no window: the stream is all that there is to compare.
        if (window is null && original.TakesPieces)
            return Compared([Carried("Quantized against float, both with carried state", done).Comparison]);
        int steps = window ?? original.Window ?? quantized.Window ?? original.Rules.WindowOr(null) ?? quantized.Rules.WindowOr(null)
            ?? throw DatasetShape.Wrong(data.ShapeText + " and models without a window", "the length of the sliding window",
                "give it with --window");
        var (both, carried, values) = Carried("Quantized against float, both with carried state", done);
        var sliding = Float(model => Inference.Sliding(model, Given.Original, steps, cancel, n => done?.Invoke(2 * data.Windows + n)));
        if (data.Lengths?.Count(length => length < steps) is > 0 and var tooShort)
            _notes.Add($"{tooShort} of {data.Windows} streams are shorter than the sliding window of {steps} samples, and are compared without it alone");
        return Compared(
        [
            both,
            Compare("floatCarriedToSliding", $"Float: carried state against sliding windows of {steps}", sliding, carried, steps - 1),
            Compare("carriedToSliding", $"Quantized with carried state against float in sliding windows of {steps}", sliding, values,
                steps - 1),
        ]);
    }

    (Comparison Comparison, Predictions Float, Predictions Quantized) Carried(string title, Action<double>? done)
    {
        var carried = Float(model => Inference.Stream(model, Given.Original, cancel, done));
        var values = Inference.Stream(quantized, Given.Quantized, cancel, n => done?.Invoke(data.Windows + n));
        Saturated = values.SaturatedInputs;
        SaturatedStates = values.SaturatedStates;
        return (Compare("carried", title, carried, values, 0), carried, values);
    }

    /// <summary>Errors over nothing are no errors, and no good ones.</summary>
    IReadOnlyList<Comparison> Compared(IReadOnlyList<Comparison> comparisons) =>
        comparisons.All(comparison => comparison.Outputs.Any(output => output.Count > 0)) ? comparisons
        : throw new ModelException(ErrorCatalogue.NothingCompared, $"no finite answer of both models to data {data.ShapeText}",
            "one at least", "correct the data: a value that is not a number, which the models have no rule for, stays in a state for ever");

    Comparison Compare(string key, string title, Predictions reference, Predictions value, int firstStep) =>
        Comparison.Of(key, title, quantized.Outputs, reference, value, data.Windows, firstStep, skip: firstStep);

    /// <summary>
    /// What both models are given, each in its own units. A value that is not finite goes to the quantized one as it is, which counts it;
    /// to the float one, whose state it would spoil for ever, goes what the quantized one
    /// takes it as.
    /// </summary>
    (Dataset Original, Dataset Quantized) Given => _given ??= (data with { Values = Clean() }, data with { Values = QuantizedValues });

    float[] QuantizedValues => userUnits ? data.Values : new UnitMap(original.Inputs, quantized.Inputs).Apply(data.Values);

    float[] Clean()
    {
        float[] values = QuantizedValues, raw = userUnits ? new UnitMap(quantized.Inputs, original.Inputs).Apply(values) : data.Values;
        float[]? clean = null;
        long count = 0;
        for (int k = 0; k < values.Length; k++)
        {
            if (float.IsFinite(values[k]))
                continue;
            count++;
            int input = k % data.Features;
            float standIn = quantized.StandIn(input, values[k]);
            if (float.IsFinite(standIn))
                (clean ??= [.. raw])[k] = new UnitMap([quantized.Inputs[input]], [original.Inputs[input]]).Apply([standIn])[0];
        }

        if (count > 0)
            _notes.Add($"{count:N0} input value{(count == 1 ? " is" : "s are")} missing or not a number: {(clean is null ? $"the models fill them by their rule, {quantized.Missing}" : "both models take what the quantized one takes, the centre of the range that calibration saw")}");
        return clean ?? raw;
    }

    Predictions Float(Func<IPredictor, Predictions> run) => InUnits(run(original));

    /// <summary>What the graph gives, in the quantized model's units.</summary>
    Predictions InUnits(Predictions predictions) =>
        predictions with { Values = new UnitMap(original.Outputs, quantized.Outputs).Apply(predictions.Values) };

    /// <summary>Refuses two models that cannot be of one origin.</summary>
    public static void RequireSameSignature(IPredictor original, IPredictor quantized)
    {
        if (!original.States.All(quantized.States.Contains) || !quantized.States.All(original.States.Contains))
            throw Differ($"initial states {Names(quantized)} in the quantized model", $"{Names(original)} as in the original");
        // Of equal shape they could be compared all the same, and the errors would be those of two networks.
        if (original.Forward is { } said && quantized.Forward is { } made && said != made)
            throw new ModelException(ErrorCatalogue.ModelsDiffer, $"--forward {said}", $"{made}, with which the artifact was made",
                "leave out --forward, which the artifact has, or quantize the model again with it");
        if ((original.Inputs.Count, original.Outputs.Count) != (quantized.Inputs.Count, quantized.Outputs.Count))
            throw Differ($"{quantized.Inputs.Count} inputs and {quantized.Outputs.Count} outputs in the quantized model",
                $"{original.Inputs.Count} and {original.Outputs.Count} as in the original");
    }

    static string Names(IPredictor model) => model.States.Count == 0 ? "of no name"
        : string.Join(", ", model.States.Select(state => $"'{state.Name}' [{state.Rows},N,{state.Width}]"));

    static ModelException Differ(string found, string expected) =>
        new(ErrorCatalogue.ModelsDiffer, found, expected,
            "give the artifact that was made from this model");
}
