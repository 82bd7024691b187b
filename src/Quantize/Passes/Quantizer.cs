using System.Collections.Concurrent;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Export;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>Makes artifacts of one network from one set of calibration data, as often as somebody wants another scheme or compression; on several threads at once, too.</summary>
public sealed class Quantizer
{
    readonly Network file, network;
    readonly Dataset data;
    readonly int warmUpSteps;
    readonly CancellationToken cancel;
    readonly ConcurrentDictionary<string, Lazy<(Network File, CalibrationStatistics Statistics)>> changed = [];

    Quantizer(Network file, Network network, Dataset data, CalibrationStatistics statistics, int warmUpSteps, CancellationToken cancel)
    {
        (this.file, this.network, this.data, this.warmUpSteps, this.cancel) = (file, network, data, warmUpSteps, cancel);
        Statistics = statistics;
    }

    /// <summary>Of the network as it was trained.</summary>
    public CalibrationStatistics Statistics { get; }

    /// <param name="file">As it was imported, which is what the data are for.</param>
    /// <param name="network">The same with the schema's channels.</param>
    /// <param name="data">Calibration samples.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="progress">From 0 to 1.</param>
    public static Quantizer Calibrate(Network file, Network network, Dataset data, CancellationToken cancel, Action<double>? progress = null) =>
        new(file, network, data, CalibrationStatistics.Collect(file, data, cancel, progress), WarmUp.Steps(file, data), cancel);

    /// <summary>One artifact, as it reads back from its text: what is measured is what was written.</summary>
    public (ModelArtifact Model, string Text) Run(Scheme scheme, Compression compression, string toolVersion, List<string> notes)
    {
        compression.RequireLayers(file);
        var (lowFile, statistics) = compression.ChangesNetwork ? Changed(scheme, compression, notes) : (file, Statistics);
        string text = ArtifactWriter.Write(QuantizePass.Run(network with { Layers = lowFile.Layers }, statistics, scheme, warmUpSteps, toolVersion, notes, compression));
        return (ArtifactReader.Read(text), text);
    }

    /// <summary>States differ a little at a low rank, or with fewer weights, and so do their ranges. Forms of rows change nothing here.</summary>
    (Network File, CalibrationStatistics Statistics) Changed(Scheme scheme, Compression compression, List<string> notes)
    {
        string key = FormattableString.Invariant($"{scheme}") + string.Concat(file.Layers.OfType<RecurrentLayer>().Select(layer => compression.Of(layer.Name)).Select(own => FormattableString.Invariant($" {own.Rank} {own.Sparsity:R}")));
        return changed.GetOrAdd(key, _ => new(() =>
        {
            var network = ColumnSparsityPass.Run(LowRankPass.Run(file, Statistics, scheme, compression, notes), Statistics, compression, notes);
            return (network, CalibrationStatistics.Collect(network, data, cancel));
        })).Value;
    }
}
