using System.Text.Json;
using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Runs of <c>compress</c> on a random network and data.</summary>
public abstract class CompressRuns : IDisposable
{
    protected const int Features = 4, Steps = 20;

    private protected static readonly Network Network = RandomNetwork.Of(new Random(5), Features, 16, 0.3f);

    private protected TemporaryFolder Folder { get; } = new();

    protected CompressRuns()
    {
        NpyFile.Write(Folder["data.npy"], [30, Steps, Features], RandomNetwork.Data(new Random(6), 30, Steps, Features).Values);
        NpyFile.Write(Folder["test.npy"], [12, Steps, Features], RandomNetwork.Data(new Random(7), 12, Steps, Features).Values);
    }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Time is made of work here, so that the same is chosen each time.</summary>
    private protected static CommandServices Tools => CommandServices.Default with
    {
        Import = _ => Network,
        TimeSteps = (models, _, _) => [.. models.Select(model => ArtifactWork.MultiplyAccumulates(model) * (model.Scheme == Scheme.Int8 ? 0.1 : 0.18))],
    };

    private protected ToolRun Run(params string[] more) => ToolRun.Of(Tools, ["compress", "m.onnx", "--data", Folder["data.npy"], "--test", Folder["test.npy"], "-o", Folder["m.elstm"], .. more]);

    protected JsonElement Json(params string[] more)
    {
        var run = Run([.. more, "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    private protected ModelArtifact Written => ArtifactReader.Read(File.ReadAllText(Folder["m.elstm"]));
}
