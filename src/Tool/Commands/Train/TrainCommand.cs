using System.CommandLine;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary><c>edgelstm train csv|cmapss</c>: the verbs are below.</summary>
sealed class TrainCommand : Command
{
    public TrainCommand(Session session)
        : base("train", "Trains a recurrent network and writes it as ONNX.")
    {
        Add(new TrainCsvCommand(session));
        Add(new TrainCmapssCommand(session));
    }
}
