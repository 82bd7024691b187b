using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Export;

namespace EdgeLstm.Quantize;

/// <summary>What training ends with: the network of its best epoch.</summary>
public sealed class TrainedNetwork
{
    readonly TrainingResult _result;
    readonly Func<IEnumerable<(string Key, string Value)>> _metadata;

    /// <param name="metadata">Asked when the model is written: it may run it over the data.</param>
    internal TrainedNetwork(
        TrainingResult result, Func<IEnumerable<(string Key, string Value)>> metadata, IReadOnlyList<string> notes) =>
        (_result, _metadata, Notes) = (result, metadata, notes);

    /// <summary>All epochs, first to last.</summary>
    public IReadOnlyList<EpochResult> History => _result.History;

    /// <summary>The epoch whose network this is.</summary>
    public EpochResult Best => _result.Best;

    /// <summary>Weights and biases.</summary>
    public int Parameters => _result.Network.Parameters.Length;

    /// <summary>What was decided for the data and noticed in it, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Writes it as ONNX, whole or not at all, in the units of the tables, and opens that.</summary>
    /// <param name="path">The file, .onnx.</param>
    /// <exception cref="ModelException">ELSTM155: it cannot be written.</exception>
    public TrainedModel Save(string path)
    {
        OnnxExporter.Write(_result, path, Path.GetFileNameWithoutExtension(path), LibraryVersion.Release, _metadata());
        return TrainedModel.Load(path);
    }
}
