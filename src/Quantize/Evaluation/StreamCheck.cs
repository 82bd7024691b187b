using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>
/// What <c>Step</c> gives: both models with their state carried on through the data, and the float one's stream against its own windows.
/// A model that is right over windows may be wrong
/// there: its state runs beyond what calibration saw, or it never saw one that long.
/// </summary>
sealed class StreamCheck
{
    const int MaxWindows = 300;

    // The example's pump, calibrated on single hours, was off by four times as much on its lives as on those hours put one after the other.
    const int FewSteps = 16;

    readonly OutputError[] _carried, _windows;
    readonly bool _areSeries;
    readonly int _steps;

    StreamCheck(IReadOnlyList<Channel> outputs, int? window, bool areSeries, int steps)
    {
        _carried = [.. outputs.Select(output => new OutputError(output))];
        _windows = [.. outputs.Select(output => new OutputError(output))];
        (Window, _areSeries, _steps) = (window, areSeries, steps);
    }

    /// <summary>Samples of the window that the model was made for; null where none is known.</summary>
    public int? Window { get; }

    /// <summary>Samples of the streams.</summary>
    public long Steps { get; private set; }

    /// <summary>Steps of layers in which a state was cut off.</summary>
    public long SaturatedStates { get; private set; }

    /// <summary>Quantized against float, both with the state carried on.</summary>
    public Comparison Carried => new("stream", $"Quantized against float as a stream, the state carried on through {Order}", _carried);

    string Order => _areSeries ? "each series" : "the windows in their order";

    /// <param name="original">The float model.</param>
    /// <param name="quantized">What was made of it.</param>
    /// <param name="originalData">In the float model's units.</param>
    /// <param name="quantizedData">The same in the quantized one's.</param>
    /// <param name="maxSteps">Where a long stream ends.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Null where there is nothing to carry on: a model that needs windows, or given initial states.</returns>
    public static StreamCheck? Run(
        IPredictor original, IPredictor quantized, Dataset originalData, Dataset quantizedData, int maxSteps, CancellationToken cancel)
    {
        if (!original.Streams || !quantized.Streams || CarriedRows.Of(true, originalData) is not { } stream)
            return null;
        var check = new StreamCheck(quantized.Outputs, original.Rules.MadeFor(original.Window), stream.AreSeries, originalData.Steps);
        var toUser = new UnitMap(original.Outputs, quantized.Outputs);
        var rows = stream.Rows(repeats: false, maxSteps).ToList();
        int features = originalData.Features, outputs = check._carried.Length, begin = 0;
        var ends = check.WindowEnds(originalData, rows);
        float[] expected = new float[outputs], actual = new float[outputs];
        for (int k = 0; k < rows.Count; k++)
        {
            if (k % 1024 == 0)
                cancel.ThrowIfCancellationRequested();
            if (rows[k].Begins)
            {
                if (k > 0)
                    check.SaturatedStates += quantized.SaturatedStates; // of the stream before
                original.Reset();
                quantized.Reset();
                begin = k;
            }

            original.Step(originalData.Values.AsSpan(rows[k].Row * features, features), expected);
            quantized.Step(quantizedData.Values.AsSpan(rows[k].Row * features, features), actual);
            float[] reference = toUser.Apply(expected);
            for (int o = 0; o < outputs; o++)
                check._carried[o].Add(0, k - begin, reference[o], actual[o]);
            if (ends.ContainsKey(k))
                ends[k] = [.. reference];
        }

        check.SaturatedStates += quantized.SaturatedStates;
        check.Steps = rows.Count;
        foreach (var (k, reference) in ends)
        {
            cancel.ThrowIfCancellationRequested();
            int samples = check.Window!.Value;
            var all = new float[original.OutputSteps(samples) * outputs];
            original.Predict(originalData.Values.AsSpan((rows[k].Row - samples + 1) * features, samples * features), all);
            float[] last = toUser.Apply(all[^outputs..]);
            for (int o = 0; o < outputs; o++)
                check._windows[o].Add(0, k, last[o], reference[o]);
        }

        return check;
    }

    /// <summary>What it comes to, in words.</summary>
    /// <param name="windowErrors">RMSE of each output over windows from reset; empty where there are none.</param>
    public IEnumerable<string> Verdict(IReadOnlyList<double> windowErrors)
    {
        string cut = SaturatedStates == 0 ? ""
            : $"a layer's state reaches the end of its range {SaturatedStates:N0} times in {Steps:N0} samples";
        if (Window is { } samples)
        {
            string differs = _windows[0].Count == 0 ? "what Step differs by, a log tells (--group, --time)"
                : "Step differs by " + Text(_windows);
            string there = cut.Length == 0 ? "" : $", and {cut} there";
            yield return $"made for windows of {samples}: use Predict or SlidingWindow; {differs}{there}";
            yield break;
        }

        int worst = windowErrors.Count == 0 ? 0
            : Enumerable.Range(0, _carried.Length).MaxBy(o => _carried[o].Rmse / Math.Max(windowErrors[o], 1e-12));
        bool isWorse = windowErrors.Count > 0 && _carried[worst].Rmse > 3 * windowErrors[worst] && _carried[worst].Rmse > 1e-4;
        bool isShort = !_areSeries && _steps < FewSteps;
        string times = !isWorse ? ""
            : FormattableString.Invariant($", {_carried[worst].Rmse / windowErrors[worst]:g2} times what it is off by in windows");
        yield return $"as a stream of {Steps:N0} samples it is off by {Text(isWorse ? [_carried[worst]] : _carried)}{times}";
        if (cut.Length > 0)
            yield return $"as a stream, {cut}: Step is wrong from there on, until the state has forgotten it (State.SaturatedStates counts it)";
        string windowsOf = _steps == 1 ? "one sample" : $"{_steps} samples";
        if (isShort)
            yield return $"windows of {windowsOf} show little of a state that is carried on: Step may be off by more on a machine";
        if (isWorse || cut.Length > 0 || isShort)
        {
            yield return "if you use Step, calibrate on data that run as long as the machine does: "
                + "a log (--group and --time where it has several machines), or longer windows";
        }
    }

    /// <summary>The steps at whose end a window lies that the model was made for, evenly chosen.</summary>
    Dictionary<int, float[]> WindowEnds(Dataset data, List<(int Row, bool Begins)> rows)
    {
        var ends = new List<int>();
        if (Window is not { } samples || (!_areSeries && data.Steps != samples))
            return [];
        for (int k = 0, length = 0; k < rows.Count; k++)
        {
            length = rows[k].Begins ? 1 : length + 1;
            if (_areSeries ? length >= samples : (k + 1) % samples == 0)
                ends.Add(k);
        }

        int every = Math.Max(1, ends.Count / MaxWindows);
        return ends.Where((_, n) => n % every == 0).ToDictionary(k => k, _ => Array.Empty<float>());
    }

    string Text(IReadOnlyList<OutputError> errors)
    {
        var worst = errors.MaxBy(error => double.IsFinite(error.Rmse) ? error.Rmse : -1)!;
        string unit = worst.Output.Unit.Length == 0 ? "" : " " + worst.Output.Unit;
        string name = _carried.Length > 1 ? $" ('{worst.Output.Name}')" : "";
        return FormattableString.Invariant($"{worst.Rmse:g3}{unit} RMSE, {worst.Max:g3} at worst{name}");
    }
}
