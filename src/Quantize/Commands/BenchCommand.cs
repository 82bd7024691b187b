using System.CommandLine;

namespace EdgeLstm.Quantize.Commands;

/// <summary><c>edgelstm bench MODEL</c>.</summary>
public sealed class BenchCommand : Verb
{
    const double DefaultSeconds = 3, MostSeconds = 3600;

    readonly Argument<string> model = ModelArgument("A model: .elstm, or .onnx in the float32 scheme.");
    readonly Option<double> seconds = new("--seconds")
    {
        Description = "Time to measure for.",
        HelpName = "S",
        DefaultValueFactory = _ => DefaultSeconds,
    };
    readonly Option<bool> json = JsonOption();

    public BenchCommand(Session session)
        : base(session, "bench", "Compiles the generated code in memory and times a step: median ns, bytes allocated, kernel in use.",
            "pump.elstm", "pump.onnx --seconds 10 --json")
    {
        seconds.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is > 0 and <= MostSeconds))
                result.AddError($"--seconds takes a number above 0, up to {MostSeconds}");
        });
        Add(model);
        Add(seconds);
        Add(json);
    }

    protected override void Execute(ParseResult parsed)
    {
        var request = new BenchRequest(parsed.GetRequiredValue(model), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
        Session.Screen.Show(Session.Tools.Bench(request, Session), parsed.GetValue(json));
    }
}
