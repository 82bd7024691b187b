using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>Runs a model over data, each window from reset, or from its own initial states, up to its own length.</summary>
static class Inference
{
    const int StepsBetweenChecks = 1024;

    /// <summary>One result per window, or per step where the model itself gives those.</summary>
    public static Predictions Windows(IPredictor model, Dataset data, CancellationToken cancel, Action<double>? done = null)
    {
        DatasetShape.RequireWindow(data, model.Window);
        // As a window that slides over a stream sees its samples: what is held may have come before the window.
        if (data.Starts is not null)
            data = GapFilter.Filled(model.Missing, model.Inputs, data).Data;
        int steps = model.OutputSteps(data.Steps), perWindow = steps * model.Outputs.Count;
        var values = Allocate(data.Windows, perWindow);
        long saturated = 0, cut = 0;
        var rows = data.Lengths?.Select(model.OutputSteps).ToArray();
        for (int n = 0; n < data.Windows; n++)
        {
            cancel.ThrowIfCancellationRequested();
            Begin(model, data, n);
            model.Predict(data.Window(n), values.AsSpan(n * perWindow, (rows?[n] ?? steps) * model.Outputs.Count));
            saturated += model.SaturatedInputs;
            cut += model.SaturatedStates;
            done?.Invoke(n + 1);
        }

        // A single window cannot be left half-way; a user who stopped it still wants no result.
        cancel.ThrowIfCancellationRequested();
        int[] shape = model.EveryStep ? [data.Windows, steps, model.Outputs.Count] : [data.Windows, model.Outputs.Count];
        return new(shape, values) { SaturatedInputs = saturated, SaturatedStates = cut, Rows = rows };
    }

    /// <summary>Every step's output, with the state carried on through each window.</summary>
    public static Predictions Stream(IPredictor model, Dataset data, CancellationToken cancel, Action<double>? done = null)
    {
        RequireStream(model);
        int outputs = model.Outputs.Count;
        var values = Allocate(data.Windows, data.Steps * outputs);
        long saturated = 0, cut = 0;
        for (int n = 0; n < data.Windows; n++)
        {
            Begin(model, data, n);
            model.Reset();
            for (int t = 0, row = n * data.Steps; t < data.Length(n); t++, row++)
            {
                if (row % StepsBetweenChecks == 0)
                    cancel.ThrowIfCancellationRequested();
                model.Step(data.Sample(n, t), values.AsSpan(row * outputs, outputs));
            }

            saturated += model.SaturatedInputs;
            cut += model.SaturatedStates;
            done?.Invoke(n + 1);
        }

        return new([data.Windows, data.Steps, outputs], values) { SaturatedInputs = saturated, SaturatedStates = cut, Rows = data.Lengths };
    }

    /// <summary>
    /// What a window that slides over each of the data's windows gives at its last step: [N, T − <paramref name="window"/> + 1, O], every
    /// value from reset. This is how such models are trained, and what a carried state is compared with.
    /// </summary>
    public static Predictions Sliding(IPredictor model, Dataset data, int window, CancellationToken cancel, Action<double>? done = null)
    {
        RequireStream(model);
        if (data.Steps < window)
            throw DatasetShape.Wrong(data.ShapeText, $"at least {window} steps, the sliding window",
                "give longer data, or a shorter --window");
        data = GapFilter.Filled(model.Missing, model.Inputs, data).Data;
        int outputs = model.Outputs.Count, positions = data.Steps - window + 1;
        var values = Allocate(data.Windows, positions * outputs);
        int[]? rows = data.Lengths is null ? null : [.. data.Lengths.Select(length => Math.Max(0, length - window + 1))];
        for (int n = 0; n < data.Windows; n++)
        {
            for (int p = 0, row = n * positions; p < (rows?[n] ?? positions); p++, row++)
            {
                cancel.ThrowIfCancellationRequested();
                model.Reset();
                for (int t = 0; t < window; t++)
                    model.Step(data.Sample(n, p + t), values.AsSpan(row * outputs, outputs));
            }

            done?.Invoke(n + 1);
        }

        return new([data.Windows, positions, outputs], values) { Rows = rows };
    }

    public static void RequireStream(IPredictor model)
    {
        if (!model.Streams)
            throw new ModelException(ErrorCatalogue.ModelCannotStream, $"model '{model.Name}' with a layer that looks ahead",
                "a causal model",
                "run it in windows, without --stream");
    }

    static void Begin(IPredictor model, Dataset data, int n)
    {
        foreach (var (name, rows) in data.States)
            model.SetInitialState(name, rows[n]);
    }

    static float[] Allocate(int windows, int perWindow)
    {
        long size = (long)windows * perWindow;
        return size <= Array.MaxLength ? new float[size]
            : throw DatasetShape.Wrong($"with {size} outputs", $"at most {Array.MaxLength}", "split the data");
    }
}
