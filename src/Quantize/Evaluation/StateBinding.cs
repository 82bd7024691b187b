using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>Reads what a user gives beside the samples: initial states, NAME=FILE among the inputs, and how long each window is.</summary>
static class StateBinding
{
    public static Dataset Load(IReadOnlyList<string> arguments, string? lengths, IReadOnlyList<Channel> inputs,
        IReadOnlyList<StateShape> states, TableRules? rules = null)
    {
        var (samples, given) = (new List<string>(), new Dictionary<string, string>());
        foreach (string argument in arguments)
        {
            if (InputBinding.Split(argument) is not { } bound || states.All(state => state.Name != bound.Name))
                samples.Add(argument);
            else if (!given.TryAdd(bound.Name, bound.File))
                throw InputBinding.Bad($"input '{bound.Name}' twice", "it once", "remove one of them");
        }

        if (samples.Count == 0)
            throw InputBinding.Bad("initial states alone", "samples too", "add -i FILE");
        var data = InputBinding.Load(samples, inputs, rules);
        return data with
        {
            States = given.ToDictionary(state => state.Key,
                state => Rows(state.Value, states.Single(shape => shape.Name == state.Key), data.Windows)),
            Lengths = lengths is null ? data.Lengths : Lengths(lengths, data),
        };
    }

    /// <summary>[rows, N, H], or [N, H] of a single row, as a value for each window, [N][rows·H].</summary>
    static float[][] Rows(string path, StateShape state, int windows)
    {
        var array = NpyFile.Read(path);
        int[] expected = [state.Rows, windows, state.Width];
        if (!array.Shape.SequenceEqual(expected) && !(state.Rows == 1 && array.Shape.SequenceEqual(expected[1..])))
            throw DatasetShape.Wrong($"of shape [{string.Join(',', array.Shape)}] for '{state.Name}'",
                $"[{string.Join(',', expected)}], a row for each layer and direction, then the data's windows",
                "give a state for every window, rows first whatever the graph's layout").In(path);
        if (array.Values.FirstOrDefault(value => !float.IsFinite(value), 0f) is not 0f and var odd)
            throw DatasetShape.Wrong($"with {odd} for '{state.Name}'", "finite numbers", "correct the file").In(path);
        var rows = new float[windows][];
        for (int n = 0; n < windows; n++)
            rows[n] = [.. Enumerable.Range(0, state.Rows)
                .SelectMany(row => array.Values.AsSpan((row * windows + n) * state.Width, state.Width).ToArray())];
        return rows;
    }

    static int[] Lengths(string path, Dataset data)
    {
        var array = NpyFile.Read(path);
        if (array.Shape.Count != 1 || array.Shape[0] != data.Windows)
            throw DatasetShape.Wrong($"of shape [{string.Join(',', array.Shape)}] as lengths", $"[{data.Windows}], one for each window",
                "give every window its length").In(path);
        if (Array.FindIndex(array.Values, length => !(length >= 1 && length <= data.Steps && length == MathF.Floor(length)))
            is >= 0 and var n)
            throw DatasetShape.Wrong(FormattableString.Invariant($"with length {array.Values[n]} of window {n}"),
                $"whole numbers from 1 to {data.Steps}, the data's steps", "correct the file").In(path);
        return Array.ConvertAll(array.Values, length => (int)length);
    }
}
