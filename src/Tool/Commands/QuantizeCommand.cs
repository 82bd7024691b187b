using System.CommandLine;
using EdgeLstm.Quantize.Import;

namespace EdgeLstm.Tool.Commands;

/// <summary><c>edgelstm quantize MODEL -o OUT.elstm --calibrate DATA</c>.</summary>
sealed class QuantizeCommand : Verb
{
    readonly Argument<string> _model = ModelArgument($"A trained model: {ModelImporters.Formats}.");
    readonly Option<string> _output = TextOption("FILE", "The artifact to write, .elstm.", required: true, "--output", "-o");
    readonly Option<string[]> _calibrate = ManyOption(
        "FILE", "Typical samples as MODEL takes them, .npy or .csv; NAME=FILE where a graph has several inputs.",
        "--calibrate");
    readonly Option<string> _scheme = TextOption("int8|int8x16|float32",
        "int8: int8 weights and activations. int8x16: int8 weights, int16 activations. float32: no integers. Default: "
            + "int8x16.", required: false, "--scheme");
    readonly Option<string> _schema = TextOption("FILE", "Names, units and normalisation: .csv with kind,name,unit,mean,scale.",
        required: false, "--schema");
    readonly Option<string> _units = new("--units")
    {
        Description = "Whose names and units the calibration data have: MODEL's (model) or the schema's (user).",
        DefaultValueFactory = _ => "model",
    };
    readonly TableOptionSet _table;
    readonly CompressionOptionSet _compression;
    readonly Option<double?> _fineTune = FineTuneOption(
        "Train the compressed network for so many epochs on the calibration windows, towards the float model's "
            + "answers; no labels are needed. 100 do for levels, 200 for a rank.");
    readonly Option<bool> _json = JsonOption();

    public QuantizeCommand(Session session)
        : base(session, "quantize", "Turns a model into integers, and writes the artifact that the code generator reads.",
            "pump.onnx -o pump.elstm --calibrate windows.npy",
            "pump.onnx -o pump.elstm --calibrate log.csv --scheme int8 --schema pump.csv --units user",
            "pump.onnx -o pump.elstm --calibrate pumps.csv --group pump --time hour --window 30",
            "pump.onnx -o pump.elstm --calibrate log.csv --gate-weights five --candidate int4",
            "pump.onnx -o pump.elstm --calibrate windows.npy --gate-rank 16 --fine-tune 200",
            "pump.onnx -o pump.elstm --calibrate windows.npy --sparsity 0.25 --layer lstm2=f:three,g:int4")
    {
        _scheme.AcceptOnlyFromAmong("int8", "int8x16", "float32");
        _output.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } path && !path.EndsWith(".elstm", StringComparison.OrdinalIgnoreCase))
                result.AddError($"The output '{path}' has to end in .elstm");
        });
        Add(_model);
        Add(_output);
        Add(_calibrate);
        Add(_scheme);
        Add(_schema);
        _units.AcceptOnlyFromAmong("model", "user");
        Add(_units);
        _table = new(this);
        _compression = new(this);
        Add(_fineTune);
        AddForward();
        Add(_json);
        Validators.Add(result =>
        {
            if (result.GetValue(_scheme) == "float32" && (_compression.IsGiven(result) || result.GetResult(_fineTune) is not null))
                result.AddError("--scheme float32 has the weights as they were trained: leave out what compresses them, or take int8 or int8x16");
        });
    }

    protected override void Execute(ParseResult parsed)
    {
        var request = new QuantizeRequest(parsed.GetRequiredValue(_model), parsed.GetRequiredValue(_output),
            parsed.GetRequiredValue(_calibrate),
            parsed.GetValue(_scheme), parsed.GetValue(_schema), parsed.GetValue(_units) == "user")
        {
            Table = _table.Read(parsed),
            Compression = _compression.Read(parsed),
            FineTuning = FineTuning(parsed.GetValue(_fineTune)),
        };
        Session.Screen.Show(Session.Tools.Quantize(request, Session), parsed.GetValue(_json));
    }
}
