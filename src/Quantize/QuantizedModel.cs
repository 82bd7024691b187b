using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize;

/// <summary>A quantized model, which is what an <c>.elstm</c> file holds: run it, verify it, save it for the generator.</summary>
public sealed class QuantizedModel
{
    internal QuantizedModel(ModelArtifact artifact, IReadOnlyList<string> notes)
    {
        (Artifact, Notes) = (artifact, notes);
        (Inputs, Outputs) = (ChannelInfos.InputsOf(artifact), ChannelInfos.OutputsOf(artifact));
    }

    /// <summary>The model's name.</summary>
    public string Name => Artifact.Name;

    /// <summary>SHA-256 of the artifact's lines, lower-case hex, as the generated class has it.</summary>
    public string Sha256 => Artifact.Sha256;

    /// <summary>How weights and activations are held.</summary>
    public Scheme Scheme => Artifact.Scheme;

    /// <summary>What the values of a sample are, and beyond what they are cut off.</summary>
    public IReadOnlyList<ChannelInfo> Inputs { get; }

    /// <summary>What the values of an output are.</summary>
    public IReadOnlyList<ChannelInfo> Outputs { get; }

    /// <summary>Samples in the model's own window; null where any number will do.</summary>
    public int? Window => Artifact.Window;

    /// <summary>Whether it takes one sample after the other; else it needs whole windows.</summary>
    public bool CanStream => Artifact.CanStream;

    /// <summary>Samples after a reset until a prediction means something.</summary>
    public int WarmUpSteps => Artifact.WarmUpSteps;

    /// <summary>Bytes of all constants.</summary>
    public int WeightBytes => Artifact.WeightBytes;

    /// <summary>What a user should know of how it was made, in sentences; empty of a file.</summary>
    public IReadOnlyList<string> Notes { get; }

    internal ModelArtifact Artifact { get; }

    /// <summary>Reads an <c>.elstm</c> file.</summary>
    /// <exception cref="ModelException">ELSTM150: not readable. ELSTM156: of another kind. ELSTM030 to 032: damaged.</exception>
    public static QuantizedModel Load(string path) => new(ModelLoader.Artifact(path), []);

    /// <summary>Writes the <c>.elstm</c> file; whole, or not at all.</summary>
    /// <exception cref="ModelException">ELSTM155: it cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, ArtifactWriter.Write(Artifact));

    /// <summary>A runner with a state of its own.</summary>
    public ModelRunner CreateRunner() => new(new ArtifactPredictor(Artifact));

    /// <summary>Holds it against the model that it was made from, on samples that calibration did not see.</summary>
    /// <param name="original">The float model.</param>
    /// <param name="samples">As <paramref name="original"/> read them.</param>
    /// <param name="progress">From 0 to 1.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ModelException">ELSTM182: the models are not of one origin. ELSTM153: the samples do not fit. ELSTM187: nothing
    /// could be compared.</exception>
    public VerificationResult Verify(
        TrainedModel original, Samples samples, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(samples);
        var (reference, candidate) = (new FloatPredictor(original.Network), new ArtifactPredictor(Artifact));
        ModelComparison.RequireSameSignature(reference, candidate);
        var data = samples.In(reference.Inputs);
        if (reference.TakesPieces)
            data = data.Joined();
        var comparison = new ModelComparison(reference, candidate, data, userUnits: false, cancel);
        var windows = comparison.Windows(done => progress?.Report(done / (3 * data.Windows)))[0];
        double share = (double)comparison.Saturated / comparison.InputValues;
        var stream = comparison.AsStream();
        progress?.Report(1);
        return new(OutputDifference.Of(windows), stream is null ? [] : OutputDifference.Of(stream.Carried), share,
            comparison.SaturatedStates,
            [.. stream?.Verdict([.. windows.Outputs.Select(output => output.Rmse)]) ?? [], .. samples.Notes, .. comparison.Notes]);
    }
}
