using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Search;

namespace EdgeLstm.Quantize;

/// <summary>A trained float model out of a file of ONNX, Keras, PyTorch or RTNeural: what everything else is made from.</summary>
public sealed class TrainedModel
{
    internal TrainedModel(Network file, Network network, IReadOnlyList<string> notes)
    {
        (File, Network, Notes) = (file, network, notes);
        (Inputs, Outputs) = (ChannelInfos.Of(network.Inputs), ChannelInfos.Of(network.Outputs));
    }

    /// <summary>The model's name.</summary>
    public string Name => File.Name;

    /// <summary>What the values of a sample are.</summary>
    public IReadOnlyList<ChannelInfo> Inputs { get; }

    /// <summary>What the values of an output are.</summary>
    public IReadOnlyList<ChannelInfo> Outputs { get; }

    /// <summary>Samples in the model's own window; null where any number will do.</summary>
    public int? Window => File.Window;

    /// <summary>Whether it takes one sample after the other; else it needs whole windows.</summary>
    public bool CanStream => File.CanStream;

    /// <summary>What the importer noticed or had to guess, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>As it was imported, with the channels of the file.</summary>
    internal Network File { get; }

    /// <summary>The same with the user's channels.</summary>
    internal Network Network { get; }

    /// <summary>Reads a model's file, told by its content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="forward">What <c>forward()</c> does, of PyTorch's weights: <c>lstm, last, fc</c>; null: guessed, with a note.</param>
    /// <exception cref="ModelException">ELSTM101 to 149: the model is refused. ELSTM150 and 156: the file is.</exception>
    public static TrainedModel Load(string path, string? forward = null)
    {
        var guesses = new List<string>();
        var network = ModelLoader.Import(path, new(forward, guesses.Add));
        return new(network, network, [.. guesses, .. network.Notes]);
    }

    /// <summary>The same model with a user's names, units and normalisation.</summary>
    /// <param name="path">A .csv file with the header <c>kind,name,unit,mean,scale</c>.</param>
    /// <exception cref="ModelException">ELSTM154: the schema is wrong.</exception>
    public TrainedModel WithSchema(string path) =>
        new(File, SchemaFile.Read(path, File.Inputs.Count, File.Outputs.Count).ApplyTo(File), Notes);

    /// <summary>Reads samples, .csv by the inputs' names or .npy, in the units of <see cref="Inputs"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">How a table's rows are read; what it leaves out is as the model was trained.</param>
    /// <exception cref="ModelException">ELSTM150 to 153, 157 and 158: the file cannot be read, or does not fit.</exception>
    public Samples ReadSamples(string path, TableOptions? table = null) => Samples.Read(path, Network.Inputs,
        (table ?? TableOptions.None).For(File.Rules, File.Window, maxSamples: TableOptions.CalibrationSamples));

    /// <summary>Samples that a program has, in the units of <see cref="Inputs"/>.</summary>
    /// <param name="values">[windows, <paramref name="steps"/>, inputs], copied.</param>
    /// <param name="steps">Samples in a window; all of them for a single stream.</param>
    /// <exception cref="ModelException">ELSTM153: they are no whole windows.</exception>
    public Samples SamplesOf(ReadOnlySpan<float> values, int steps) => Samples.Of(values, steps, Network.Inputs);

    /// <summary>A runner in float32 with a state of its own.</summary>
    public ModelRunner CreateRunner() => new(new FloatPredictor(Network));

    /// <summary>Quantizes it, and measures what that cost on the calibration samples.</summary>
    /// <param name="calibration">Typical samples: ranges come from them.</param>
    /// <param name="options">Null: int8 weights and int16 activations.</param>
    /// <param name="progress">From 0 to 1.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ModelException">The model cannot be quantized so, or the samples do not fit.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public QuantizedModel Quantize(Samples calibration, QuantizationOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        options ??= new();
        options.Validate();
        return Calibrate(calibration, options.Scheme, options.Compression, options.FineTuning, share => progress?.Report(share), cancel)
            .Model;
    }

    /// <summary>The same, with all that was measured.</summary>
    internal Calibrated Calibrate(Samples calibration, Scheme scheme, Compression compression, FineTuning? tuning, Action<double> done,
        CancellationToken cancel)
    {
        QuantizePass.RequireSupported(File);
        var data = calibration.In(File.Inputs);
        if (!Array.Exists(data.Values, float.IsFinite))
            throw new ModelException(ErrorCatalogue.NothingCompared, "calibration data without a number", "typical samples",
                "correct the columns' contents", calibration.Source);
        if (File.TakesPieces)
            data = data.Joined();
        var notes = new List<string>([.. Notes, .. data.Notes]);
        var quantizer = Quantizer.Calibrate(File, Network, data, cancel, share => done(share / 4));
        notes.AddRange(InputNotes.FarFromNormal(File, quantizer.Statistics));
        done(0.5);
        var (artifact, _) = quantizer.Run(scheme, compression, tuning, LibraryVersion.Release, notes, share => done(0.5 + share / 4));
        var errors = QuantizationErrors.Measure(File, artifact, data, cancel);
        if (errors.Outputs.All(output => output.Count == 0))
            throw new ModelException(ErrorCatalogue.NothingCompared,
                $"no finite answer of both models to calibration data {data.ShapeText}", "one at least", "correct the data, or the model",
                File.Source);
        var stream = new ModelComparison(new FloatPredictor(File), new ArtifactPredictor(artifact), data, userUnits: false, cancel)
            .AsStream(QuantizationErrors.MaxSteps);
        if (stream is not null)
            notes.InsertRange(0, stream.Verdict(data.AreStreams || data.Windows == 1 ? []
                : [.. errors.Outputs.Select(output => output.Rmse)]));
        done(1);
        return new(new(artifact, notes), errors, stream, quantizer.Statistics.Steps);
    }

    /// <summary>Looks for the smallest compression, or the fastest, that keeps a budget of error, and makes the model with it.</summary>
    /// <param name="data">What models are calibrated on, and chosen by.</param>
    /// <param name="options">Null: 1 %, the smallest.</param>
    /// <param name="progress">From 0 to 1.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ModelException">ELSTM184: nothing keeps the budget; or the samples do not fit.</exception>
    public CompressionResult Compress(
        Samples data, CompressionOptions? options = null, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        QuantizePass.RequireSupported(Network);
        if (options.FineTuning is not null)
            FineTuningPass.RequireTunable(Network);
        var parted = SearchData.Of(Network, Of(data, options.Truth, "the data"),
            options.Test is { } test ? Of(test, options.TestTruth, "the test samples") : null, cancel);
        var limits = new BudgetLimits(options.Budget, parted, Network);
        var task = new SearchTask(Network, parted, limits, options.Fastest, LibraryVersion.Release, cancel);
        var (trials, chosen) = new BudgetSearch(task, options.FineTuning, new ProgressStages(progress)).Run();
        float[] outputs = parted.Test.Run(chosen.Model);
        var all = trials.Select(trial => (Trial: trial, Public: new CompressionTrial(
            trial.ToString(), trial.Bytes, trial.MultiplyAccumulates, trial.Error, trial.OfLimit))).ToList();
        progress?.Report(1);
        return new(new(chosen.Model, [.. Notes, .. data.Notes, .. chosen.Notes]),
            all.Find(pair => ReferenceEquals(pair.Trial, chosen.Trial)).Public, [.. all.Select(pair => pair.Public)],
            parted.Test.Rmse(parted.Test.Float, outputs), limits.IsKept(parted.Test, outputs));
    }

    Examples Of(Samples samples, IReadOnlyList<float>? truth, string name) =>
        Examples.Of(samples.In(Network.Inputs), truth?.ToArray(), Network, name, "give one row for each answer");
}
