using System.CommandLine;

namespace EdgeLstm.Tool.Commands.New;

/// <summary><c>edgelstm new app MODEL.elstm -o DIR</c>.</summary>
sealed class NewAppCommand : Verb
{
    readonly Argument<string> _model = FileArgument("MODEL.elstm", "The artifact. It is copied into the folder.");
    readonly Option<string> _folder = TextOption("DIR", "The new project's folder; it gives the project its name.", required: true,
        "--output", "-o");
    readonly Option<string> _name = TextOption("NAME", "The project's name. Default: the folder's.", required: false, "--name");
    readonly Option<string> _watch = TextOption("OUTPUT",
        "The output that rings. Default: a probability, else a remaining life, else the first.", required: false, "--watch");
    readonly Option<double?> _above = NumberOption("X", "Ring above X, in the output's unit. Default: a guess, which is printed.",
        float.MinValue, float.MaxValue, "--above");
    readonly Option<double?> _below = NumberOption("X", "Ring below X.", float.MinValue, float.MaxValue, "--below");
    readonly Option<double?> _window = NumberOption("N",
        "Ask about the last N samples with each new one. Default: what the model was trained on.", 1, 1_000_000, "--window", whole: true);
    readonly Option<bool> _stream = new("--stream")
    {
        Description = "Carry the state on. Default: what the model was trained on.",
    };
    readonly Option<string> _feed = TextOption("FOLDER",
        "Where EdgeLstm.Runtime was packed. Default: this folder, packages, or those of the folders above, if it is there.",
        required: false, "--feed");
    readonly Option<bool> _force = new("--force") { Description = "Write into a folder that is not empty, over files of the same names." };
    readonly Option<bool> _json = JsonOption();

    public NewAppCommand(Session session)
        : base(session, "app",
            "Writes a C# project: the model over rows of CSV, an alarm, the state over a restart, tests, a systemd unit; "
                + "it builds, runs and publishes as it stands.",
            "pump.elstm -o pump-watch",
            "pump.elstm -o pump-watch --watch rul --below 48",
            "pump.elstm -o pump-watch --window 30 --feed packages --force")
    {
        foreach (var part in (Symbol[])[_model, _folder, _name, _watch, _above, _below, _window, _stream, _feed, _force, _json])
        {
            if (part is Argument argument)
                Add(argument);
            else
                Add((Option)part);
        }

        Validators.Add(result =>
        {
            if (result.GetResult(_above) is not null && result.GetResult(_below) is not null)
                result.AddError("--above and --below are two alarms: give one, and change Limits.cs for more");
            if (result.GetResult(_window) is not null && result.GetValue(_stream))
                result.AddError("--window and --stream are two ways to call a model: give one");
        });
    }

    protected override void Execute(ParseResult parsed)
    {
        var request = new NewAppRequest(parsed.GetRequiredValue(_model), parsed.GetRequiredValue(_folder))
        {
            Name = parsed.GetValue(_name),
            Watch = parsed.GetValue(_watch),
            Above = parsed.GetValue(_above),
            Below = parsed.GetValue(_below),
            Window = (int?)parsed.GetValue(_window),
            Stream = parsed.GetValue(_stream),
            Feed = parsed.GetValue(_feed),
            Force = parsed.GetValue(_force),
        };
        Session.Screen.Show(Session.Tools.NewApp(request, Session), parsed.GetValue(_json));
    }
}
