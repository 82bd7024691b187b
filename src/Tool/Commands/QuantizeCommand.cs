using System.CommandLine;

namespace EdgeLstm.Tool.Commands;

/// <summary><c>edgelstm quantize MODEL -o OUT.elstm --calibrate DATA</c>.</summary>
public sealed class QuantizeCommand : Verb
{
    readonly Argument<string> model = ModelArgument("An ONNX model (.onnx).");
    readonly Option<string> output = TextOption("FILE", "The artifact to write, .elstm.", required: true, "--output", "-o");
    readonly Option<string[]> calibrate = ManyOption("FILE", "Typical samples as MODEL takes them, .npy or .csv; NAME=FILE where a graph has several inputs.",
        "--calibrate");
    readonly Option<string> scheme = TextOption("int8|int8x16|float32", "int8 weights with int8 or int16 activations, or float32; int8x16 unless given.", required: false, "--scheme");
    readonly Option<string> schema = TextOption("FILE", "Names, units and normalisation: .csv with kind,name,unit,mean,scale.", required: false, "--schema");
    readonly Option<string> units = new("--units")
    {
        Description = "Names and units of the calibration data: as MODEL takes them, or the schema's.",
        DefaultValueFactory = _ => "model",
    };
    readonly TableOptionSet table;
    readonly CompressionOptionSet compression;
    readonly Option<double?> fineTune = FineTuneOption("Trains the compressed network on for so many epochs over the calibration windows, towards what it answered before: no labels. 100 do for levels, 200 for a rank.");
    readonly Option<bool> json = JsonOption();

    public QuantizeCommand(Session session)
        : base(session, "quantize", "Compresses a model to integers and writes the artifact that the code generator reads.",
            "pump.onnx -o pump.elstm --calibrate windows.npy", "pump.onnx -o pump.elstm --calibrate log.csv --scheme int8 --schema pump.csv --units user",
            "pump.onnx -o pump.elstm --calibrate pumps.csv --group pump --time hour --window 30", "pump.onnx -o pump.elstm --calibrate log.csv --gate-weights five --candidate int4",
            "pump.onnx -o pump.elstm --calibrate windows.npy --gate-rank 16 --fine-tune 200", "pump.onnx -o pump.elstm --calibrate windows.npy --sparsity 0.25 --layer lstm2=f:three,g:int4")
    {
        scheme.AcceptOnlyFromAmong("int8", "int8x16", "float32");
        output.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } path && !path.EndsWith(".elstm", StringComparison.OrdinalIgnoreCase))
                result.AddError($"The output '{path}' has to end in .elstm");
        });
        Add(model);
        Add(output);
        Add(calibrate);
        Add(scheme);
        Add(schema);
        units.AcceptOnlyFromAmong("model", "user");
        Add(units);
        table = new(this);
        compression = new(this);
        Add(fineTune);
        Add(json);
        Validators.Add(result =>
        {
            if (result.GetValue(scheme) == "float32" && (compression.IsGiven(result) || result.GetResult(fineTune) is not null))
                result.AddError("--scheme float32 has the weights as they were trained: leave out what compresses them, or take int8 or int8x16");
        });
    }

    protected override void Execute(ParseResult parsed)
    {
        var request = new QuantizeRequest(parsed.GetRequiredValue(model), parsed.GetRequiredValue(output), parsed.GetRequiredValue(calibrate),
            parsed.GetValue(scheme), parsed.GetValue(schema), parsed.GetValue(units) == "user")
        {
            Table = table.Read(parsed),
            Compression = compression.Read(parsed),
            FineTuning = FineTuning(parsed.GetValue(fineTune)),
        };
        Session.Screen.Show(Session.Tools.Quantize(request, Session), parsed.GetValue(json));
    }
}
