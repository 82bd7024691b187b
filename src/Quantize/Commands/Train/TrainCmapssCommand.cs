using System.CommandLine;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize.Commands;

/// <summary><c>edgelstm train cmapss DIR --subset FD001 -o MODEL.onnx</c>.</summary>
public sealed class TrainCmapssCommand : Verb
{
    readonly Argument<string> folder = FileArgument("DIR", "The folder with NASA's train_FD001.txt and so on.");
    readonly Option<string> subset = TextOption("FD001|FD003", "Which of the data sets.", required: true, "--subset");
    readonly Option<double?> window = NumberOption("N", "Cycles in a window; 30 unless given.", 1, 1000, "--window", whole: true);
    readonly TrainOptionSet options;

    public TrainCmapssCommand(Session session)
        : base(session, "cmapss", "Remaining life of NASA's simulated turbofan engines: 14 sensors, capped at 125 cycles, some of the training engines held out to choose by.",
            "CMAPSSData --subset FD001 -o fd001.onnx", "CMAPSSData --subset FD003 -o fd003.onnx --gates hard --hidden 32 --epochs 60 --seed 1")
    {
        subset.AcceptOnlyFromAmong(CmapssFiles.Subsets);
        Add(folder);
        Add(subset);
        Add(window);
        options = new(this);
    }

    protected override void Execute(ParseResult parsed) => Session.Tools.Train(
        options.Request(parsed, [parsed.GetRequiredValue(folder)], (int)(parsed.GetValue(window) ?? CmapssData.Window)) with { Subset = parsed.GetRequiredValue(subset) }, Session);
}
