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
    readonly ConcurrentDictionary<(Scheme, int), Lazy<(Network File, CalibrationStatistics Statistics)>> lowered = [];

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
        var (lowFile, statistics) = compression.Rank == 0 ? (file, Statistics) : Lowered(scheme, compression.Rank, notes);
        string text = ArtifactWriter.Write(QuantizePass.Run(network with { Layers = lowFile.Layers }, statistics, scheme, warmUpSteps, toolVersion, notes, compression));
        return (ArtifactReader.Read(text), text);
    }

    /// <summary>States differ a little at a low rank, and so do their ranges.</summary>
    (Network File, CalibrationStatistics Statistics) Lowered(Scheme scheme, int rank, List<string> notes) => lowered.GetOrAdd((scheme, rank), _ => new(() =>
    {
        var low = LowRankPass.Run(file, Statistics, scheme, rank == Compression.AutoRank ? null : rank, notes);
        return (low, CalibrationStatistics.Collect(low, data, cancel));
    })).Value;
}
