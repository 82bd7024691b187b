using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Tool.Bench;
using EdgeLstm.Tool.Commands.Compress;
using EdgeLstm.Tool.Commands.Evaluate;
using EdgeLstm.Tool.Commands.Gates;
using EdgeLstm.Tool.Commands.New;
using EdgeLstm.Tool.Commands.Train;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands;

/// <summary>What the commands call once options are parsed; a test puts its own functions here.</summary>
sealed record CommandServices
{
    public static CommandServices Default { get; } = new();

    /// <summary>Whether a file is an artifact, told by its content; else it is a trained model, or there is an exception.</summary>
    public Func<string, bool> IsArtifact { get; init; } = ModelLoader.IsArtifact;

    public Func<string, Network> Import { get; init; } = ModelLoader.Import;

    /// <summary>The network, or every reason why a trained model's file is refused.</summary>
    public Func<string, (Network? Network, IReadOnlyList<ModelException> Refusals)> Inspect { get; init; } = ModelLoader.Inspect;

    public Func<string, ModelArtifact> Artifact { get; init; } = ModelLoader.Artifact;

    public Func<string, IPredictor> Open { get; init; } = ModelLoader.Open;

    /// <summary>What <c>--forward</c> said; null where it was not given.</summary>
    public string? Forward { get; private init; }

    public Func<QuantizeRequest, Session, Report> Quantize { get; init; } = QuantizeJob.Run;

    public Func<CodegenRequest, Session, Report> Codegen { get; init; } = CodegenJob.Run;

    public Func<NewAppRequest, Session, Report> NewApp { get; init; } = NewAppJob.Run;

    public Func<BenchRequest, Session, Report> Bench { get; init; } = BenchJob.Run;

    public Func<GatesRequest, Session, Report> Gates { get; init; } = GatesJob.Run;

    public Func<EvaluateRequest, Session, Report> Evaluate { get; init; } = EvaluateJob.Run;

    public Func<CompressRequest, Session, Report> Compress { get; init; } = CompressJob.Run;

    /// <summary>Nanoseconds of one step of several models' generated code; tells how many are ready.</summary>
    public Func<IReadOnlyList<ModelArtifact>, CancellationToken, Action<double>, double[]> TimeSteps { get; init; } = StepRace.Nanoseconds;

    public Action<TrainRequest, Session> Train { get; init; } = TrainJob.Run;

    /// <summary>The same, reading trained models with what the user says of them. Functions that are a test's own read no files.</summary>
    public CommandServices With(ModelAnswers answers) => this with
    {
        Forward = answers.Forward,
        Import = Import == (Func<string, Network>)ModelLoader.Import ? path => ModelLoader.Import(path, answers) : Import,
        Inspect = Inspect == (Func<string, (Network?, IReadOnlyList<ModelException>)>)ModelLoader.Inspect
            ? path => ModelLoader.Inspect(path, answers) : Inspect,
        Open = Open == (Func<string, IPredictor>)ModelLoader.Open ? path => ModelLoader.Open(path, answers) : Open,
    };
}
