using System.CommandLine;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary><c>edgelstm train cmapss DIR --subset FD001 -o MODEL.onnx</c>.</summary>
sealed class TrainCmapssCommand : Verb
{
    readonly Argument<string> _folder = FileArgument("DIR", "The folder with NASA's train_FD001.txt and so on.");
    readonly Option<string> _subset = TextOption("FD001|FD003", "Which of the data sets.", required: true, "--subset");
    readonly Option<double?> _window = NumberOption("N", "Cycles in a window. Default: 30.", 1, 1000, "--window", whole: true);
    readonly TrainOptionSet _options;

    public TrainCmapssCommand(Session session)
        : base(session, "cmapss",
            "Remaining life of NASA's simulated turbofan engines: 14 sensors, capped at 125 cycles. The defaults are "
                + "those of the table in docs/training.md, one set for each data set and kind of gates. Below are those of "
                + "soft gates; the first lines of a run say which it took.",
            "CMAPSSData --subset FD001 -o fd001.onnx", "CMAPSSData --subset FD003 -o fd003.onnx --gates hard --seed 1")
    {
        _subset.AcceptOnlyFromAmong(CmapssFiles.Subsets);
        Add(_folder);
        Add(_subset);
        Add(_window);
        _options = new(this, CmapssDefaults.Soft);
    }

    protected override void Execute(ParseResult parsed)
    {
        string chosen = parsed.GetRequiredValue(_subset);
        var defaults = CmapssDefaults.Of(chosen, _options.Gates(parsed), _options.Rounding(parsed));
        Session.Tools.Train(_options.Request(parsed, [parsed.GetRequiredValue(_folder)],
            (int)(parsed.GetValue(_window) ?? CmapssData.Window), defaults) with
        {
            Subset = chosen,
        }, Session);
    }
}
