using System.Collections.Concurrent;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;

namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// Makes artifacts of one network from one set of calibration data, as often as somebody wants another scheme or compression; on several
/// threads at once, too.
/// </summary>
sealed class Quantizer
{
    const float StateReserve = 1.04f; // an int8 state has 5 %

    readonly Network _file, _network;
    readonly Dataset _data;
    readonly int _warmUpSteps;
    readonly CancellationToken _cancel;
    readonly ConcurrentDictionary<string, Lazy<(Network File, CalibrationStatistics Statistics,
        IReadOnlyList<string> Notes)>> _changed = [];

    Quantizer(Network file, Network network, Dataset data, CalibrationStatistics statistics, int warmUpSteps, CancellationToken cancel)
    {
        (_file, _network, _data, _warmUpSteps, _cancel) = (file, network, data, warmUpSteps, cancel);
        Statistics = statistics;
    }

    /// <summary>Of the network as it was trained.</summary>
    public CalibrationStatistics Statistics { get; }

    /// <param name="file">As it was imported, which is what the data are for.</param>
    /// <param name="network">The same with the schema's channels.</param>
    /// <param name="progress">From 0 to 1.</param>
    public static Quantizer Calibrate(Network file, Network network, Dataset data, CancellationToken cancel,
        Action<double>? progress = null) =>
        new(file, network, data, CalibrationStatistics.Collect(file, data, cancel, progress), WarmUp.Steps(file, data), cancel);

    /// <summary>One artifact, as it reads back from its text: what is measured is what was written.</summary>
    public (ModelArtifact Model, string Text) Run(Scheme scheme, Compression compression, string toolVersion, List<string> notes)
    {
        compression.RequireLayers(_file);
        var (lowFile, statistics) = compression.ChangesNetwork ? Changed(scheme, compression, notes) : (_file, Statistics);
        string text = ArtifactWriter.Write(QuantizePass.Run(_network with { Layers = lowFile.Layers }, statistics, scheme, _warmUpSteps,
            toolVersion, notes, compression));
        return (ArtifactReader.Read(text), text);
    }

    /// <summary>The same, trained on towards the network as it was; as it is without that, where that is no better.</summary>
    public (ModelArtifact Model, string Text) Run(Scheme scheme, Compression compression, FineTuning? tuning, string toolVersion,
        List<string> notes, Action<double>? progress = null)
    {
        if (tuning is null)
            return Run(scheme, compression, toolVersion, notes);
        FineTuningPass.RequireTunable(_file);
        var (plainNotes, tunedNotes) = (new List<string>(), new List<string>());
        var plain = Run(scheme, compression, toolVersion, plainNotes);
        var (start, before) = compression.ChangesNetwork ? Changed(scheme, compression, tunedNotes) : (_file, Statistics);
        LevelGrid?[] grids = [.. start.Layers.Select((_, k) => LevelGrid.Of(plain.Model, k))];
        if (grids.All(grid => grid is null) && !start.Layers.Any(
            layer => layer is RecurrentLayer { Factors: not null } or RecurrentLayer { Mask: not null }))
            throw new ModelException(ErrorCatalogue.NotTunable, "weights of full width, at full rank and of all columns",
                "an LSTM layer in few levels, at a lower rank or of fewer columns",
                "compress it (--gate-weights, --candidate, --gate-rank, --sparsity), or leave --fine-tune out", _file.Source);

        var outcome = FineTuningPass.Run(_file, start, grids, _data, _warmUpSteps, tuning, new(_cancel, progress));
        var tuned = outcome.Network is null ? plain : QuantizeTuned(outcome.Network, before, scheme, compression, toolVersion, tunedNotes);
        // Rounding knows nothing of what training was for: what it loses may be more than was won.
        int from = TuningWindows.FirstAnswer(_file, _data, _warmUpSteps);
        bool isBetter = outcome.Network is not null
            && ArtifactError.Of(_file, tuned.Model, _data, from, _cancel) < ArtifactError.Of(_file, plain.Model, _data, from, _cancel);
        notes.AddRange(isBetter ? tunedNotes : plainNotes);
        notes.Add(isBetter
            ? FormattableString.Invariant($"fine-tuned: over windows that it did not learn from, the LSTM layers' answers were {100 * outcome.Before:g3} % of their spread from the float network's, and are {100 * outcome.After:g3} % now")
            : "fine-tuning made the model no better: it is as it would be without --fine-tune");
        return isBetter ? tuned : plain;
    }

    (ModelArtifact Model, string Text) QuantizeTuned(Network tuned, CalibrationStatistics before, Scheme scheme, Compression compression,
        string toolVersion, List<string> notes)
    {
        var statistics = CalibrationStatistics.Collect(tuned, _data, _cancel);
        // Levels were trained in the units that states had: where these still do, they stay.
        for (int k = 0; k < tuned.Layers.Count; k++)
            if (tuned.Layers[k] is RecurrentLayer && statistics.MaxOutput[k] <= StateReserve * before.MaxOutput[k])
                statistics.MaxOutput[k] = before.MaxOutput[k];
        if (tuned.Layers.Any(layer => layer is RecurrentLayer { Factors: not null }))
        {
            tuned = LowRankPass.Refresh(tuned, statistics, scheme);
            statistics = CalibrationStatistics.Collect(tuned, _data, _cancel);
        }

        string text = ArtifactWriter.Write(QuantizePass.Run(_network with { Layers = tuned.Layers }, statistics, scheme, _warmUpSteps,
            toolVersion, notes, compression));
        return (ArtifactReader.Read(text), text);
    }

    /// <summary>
    /// States differ a little at a low rank, or with fewer weights, and so do their ranges. Forms of rows change nothing here.
    /// </summary>
    (Network File, CalibrationStatistics Statistics) Changed(Scheme scheme, Compression compression, List<string> notes)
    {
        string key = FormattableString.Invariant($"{scheme}")
            + string.Concat(_file.Layers.OfType<RecurrentLayer>().Select(layer => compression.Of(layer.Name))
            .Select(own => FormattableString.Invariant($" {own.Rank} {own.Sparsity:R}")));
        var found = _changed.GetOrAdd(key, _ => new(() =>
        {
            var own = new List<string>();
            var network = ColumnSparsityPass.Run(LowRankPass.Run(_file, Statistics, scheme, compression, own), Statistics, compression,
                own);
            return (network, CalibrationStatistics.Collect(network, _data, _cancel), own);
        })).Value;
        notes.AddRange(found.Notes);
        return (found.File, found.Statistics);
    }
}
