using System.CommandLine;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands;

/// <summary><c>edgelstm verify MODEL MODEL.elstm --data DATA [--stream]</c>.</summary>
sealed class VerifyCommand : Verb
{
    const string ModelUnits = "model", UserUnits = "user", OnnxRuntime = "onnxruntime";

    readonly Argument<string> _original = FileArgument("MODEL", $"The float model: {ModelImporters.Formats}.");
    readonly Argument<string> _quantized = FileArgument("MODEL.elstm", "The artifact made from it.");
    readonly Option<string[]> _input = ManyOption(
        "FILE", "Samples, .npy or .csv; NAME=FILE where a graph has several inputs, and for initial states, .npy [rows,N,H].", "--data");
    readonly Option<string> _lengths = LengthsOption();
    readonly Option<bool> _stream = new("--stream")
    {
        Description = "Compare a state that is carried on with sliding windows of the model's length.",
    };
    readonly TableOptionSet _table;
    readonly Option<string> _units = new("--units")
    {
        Description = "Whose names and units the data have: MODEL's (model) or MODEL.elstm's (user).",
        DefaultValueFactory = _ => ModelUnits,
    };
    readonly Option<string> _against = TextOption($"{OnnxRuntime}[=FOLDER]",
        "Compare both with an ONNX file's answers in ONNX Runtime too: the package Microsoft.ML.OnnxRuntime, beside the tool or in FOLDER.",
        required: false, "--against");
    readonly Option<bool> _json = JsonOption();

    public VerifyCommand(Session session)
        : base(session, "verify", "Measures a quantized model against its float original on your data.",
            "pump.onnx pump.elstm --data windows.npy", "pump.onnx pump.elstm --data pumps.csv --group pump --time hour --window 30",
            "pump.onnx pump.elstm --data log.csv --stream --units user",
            "pump.onnx pump.elstm --data windows.npy --against onnxruntime=ort/out")
    {
        _units.AcceptOnlyFromAmong(ModelUnits, UserUnits);
        Add(_original);
        Add(_quantized);
        Add(_input);
        Add(_lengths);
        Add(_stream);
        _table = new(this,
            "For a .csv: cut windows of N samples, one ending at each row of a group. With --stream: the length of the "
                + "sliding window. Default: what the model was trained with.");
        Add(_units);
        _against.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && text != OnnxRuntime
                && !(text.StartsWith($"{OnnxRuntime}=", StringComparison.Ordinal) && text.Length > OnnxRuntime.Length + 1))
                result.AddError($"--against is '{text}', expected {OnnxRuntime}, or {OnnxRuntime}=FOLDER");
        });
        Add(_against);
        AddForward();
        Add(_json);
    }

    protected override void Execute(ParseResult parsed)
    {
        string original = parsed.GetRequiredValue(_original), quantized = parsed.GetRequiredValue(_quantized);
        Require(original, isArtifact: false);
        var reference = Session.Tools.Open(original);
        Require(quantized, isArtifact: true);
        var candidate = Session.Tools.Open(quantized);
        ModelComparison.RequireSameSignature(reference, candidate);
        var (theirs, runtime) = parsed.GetValue(_against) is { } against
            ? ModelLoader.OpenInOnnxRuntime(original, against == OnnxRuntime ? null : against[(OnnxRuntime.Length + 1)..])
            : (null, "");
        using var session = theirs;
        bool user = parsed.GetValue(_units) == UserUnits;
        var options = _table.Read(parsed);
        var rules = options.For(Rules(reference, candidate), reference.TakesPieces ? null : reference.Window ?? candidate.Window,
            parsed.GetValue(_stream));
        var data = Session.Reading(done => StateBinding.Load(parsed.GetRequiredValue(_input), parsed.GetValue(_lengths),
            (user ? candidate : reference).Inputs, reference.States, rules with { Reading = done, NamesRemedy = TableRules.UnitsRemedy }));
        if (reference.TakesPieces)
            data = data.Joined();
        var verification = new ModelComparison(reference, candidate, data, user, Session.Cancel);
        var comparisons = parsed.GetValue(_stream)
            ? Session.Screen.Track("comparing", 3 * data.Windows, done => verification.Stream(options.Window, done))
            : Session.Screen.Track("comparing", 2 * data.Windows, done => verification.Windows(done));
        string[] verdict = [];
        if (!parsed.GetValue(_stream) && verification.AsStream() is { } check)
        {
            bool isWindows = comparisons[0].Key == "windows";
            verdict = [.. check.Verdict(isWindows ? [.. comparisons[0].Outputs.Select(output => output.Rmse)] : [])];
            comparisons = isWindows ? [.. comparisons, check.Carried] : comparisons;
        }

        if (theirs is not null)
        {
            var others = Session.Screen.Track($"running {runtime}", 3 * data.Windows, done => verification.Against(theirs, runtime, done));
            comparisons = [.. comparisons, .. others];
            verdict = [.. verdict, .. AgainstNotes(others[0], runtime, theirs.Given)];
        }

        data = data with { Notes = [.. verdict, .. data.Notes, .. verification.Notes, NextStep.NewApp(quantized)] };
        Session.Screen.Show(VerificationReport.Make(reference, candidate, data, verification, comparisons), parsed.GetValue(_json));
    }

    protected override string? RecordedForward(ParseResult parsed) => ForwardOf(parsed.GetRequiredValue(_quantized));

    /// <summary>Of an artifact that was made before models carried their rules, the original's.</summary>
    static DataRules Rules(IPredictor original, IPredictor quantized) => original.Rules != DataRules.Unknown ? original.Rules
        : quantized.Rules;

    /// <summary>What was read in the file has to be what the other runtime reads in it, but for the order of sums.</summary>
    static IEnumerable<string> AgainstNotes(Comparison ours, string runtime, string given)
    {
        const double Rounding = 1e-4;
        yield return $"{runtime} was given each window as {given}";
        if (ours.Outputs.FirstOrDefault(output => output.Max > Rounding * Math.Max(1, Math.Abs(output.MaxReference))) is { } worst)
            yield return $"output '{worst.Output.Name}' of the float model is not what {runtime} computes, by more than rounding: please "
                + "report the file";
    }

    void Require(string path, bool isArtifact)
    {
        const string Artifact = "an artifact", Float = "a float model";
        if (Session.Tools.IsArtifact(path) != isArtifact)
            throw new ModelException(ErrorCatalogue.UnknownModelKind, isArtifact ? Float : Artifact, isArtifact ? Artifact : Float,
                "give the float model first, then the artifact made from it", path);
    }
}
