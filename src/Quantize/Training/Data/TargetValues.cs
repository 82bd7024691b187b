using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>
/// What the network has to give at some places of the series, as its loss takes it: heads, channels, and values [places, outputs].
/// </summary>
sealed class TargetValues
{
    readonly List<OutputHead> _heads = [];
    readonly List<Channel> _outputs = [];
    readonly List<float[]> _columns = [];

    public IReadOnlyList<OutputHead> Heads => _heads;

    public IReadOnlyList<Channel> Outputs => _outputs;

    public float[] Values => [.. Enumerable.Range(0, _columns[0].Length).SelectMany(place => _columns.Select(column => column[place]))];

    /// <summary>The next sample of every feature: some <paramref name="rows"/> of the normalised <paramref name="samples"/>.</summary>
    public void AddNextSample(IReadOnlyList<string> features, Normalisation[] inputs, float[] samples, int[] rows)
    {
        _heads.Add(new(TaskKind.Anomaly, 0, features.Count));
        for (int k = 0; k < features.Count; k++)
        {
            _outputs.Add(new($"{features[k]}_next", "", (float)inputs[k].Mean, (float)inputs[k].Scale));
            _columns.Add([.. rows.Select(row => samples[row * features.Count + k])]);
        }
    }

    /// <summary>
    /// A class: <paramref name="raw"/> has its number at each place, NaN where it is not known, and <paramref name="learned"/> says which
    /// places are learned from.
    /// </summary>
    public void AddClass(TargetColumns target, double[] raw, IEnumerable<int> learned, string file)
    {
        int seen = learned.Select(place => raw[place]).Where(double.IsFinite).Distinct().Count();
        if (seen < 2)
            throw new ModelException(ErrorCatalogue.OneClassOnly, $"windows of {seen} class among those to learn from", "two at least", "give more groups, another --seed, or a smaller --validation", file);
        _heads.Add(new(TaskKind.Classification, _outputs.Count, target.Outputs));
        _outputs.AddRange(target.OutputNames.Select(name => new Channel(name)));
        if (target.Outputs == 1)
            _columns.Add([.. raw.Select(value => (float)value)]);
        else
            _columns.AddRange(Enumerable.Range(0, target.Outputs).Select(o => (float[])[.. raw.Select(value => double.IsNaN(value) ? float.NaN : o == (int)value ? 1f : 0f)]));
    }

    /// <summary>A number. Returns whether it stands still in what is learned from.</summary>
    public bool AddNumber(string name, string unit, double[] raw, IEnumerable<int> learned)
    {
        var spread = Normalisation.Of(learned.Select(place => raw[place]));
        _heads.Add(new(TaskKind.Regression, _outputs.Count, 1));
        _outputs.Add(new(name, unit, (float)spread.Mean, (float)spread.Scale));
        _columns.Add([.. raw.Select(spread.Apply)]);
        return spread.IsConstant;
    }
}
