using System.CommandLine;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Passes.Compressing;

namespace EdgeLstm.Tool.Commands;

/// <summary>The options that store an LSTM's weights in fewer bits, or in fewer numbers.</summary>
sealed class CompressionOptionSet
{
    readonly Option<string> _gates = Verb.TextOption("int8|int4|five|three",
        "Weights of the input and forget gates, fitted row by row: int8, or fifteen levels (int4, 4 bits), five (2.4 "
            + "bits) or three (1.6 bits). Default: int8.", required: false, "--gate-weights");
    readonly Option<double?> _round = Verb.NumberOption("R",
        "Round those weights to multiples of R in the model's own units, as G2-LSTM does. For a model that was trained "
            + "with --rounding five.", 1e-9, 1e9, "--round");
    readonly Option<double?> _clip = Verb.NumberOption("C",
        "With --round: clip at ±C, where C is R (three levels) or twice R (five). Default: the levels of "
            + "--gate-weights.",
        1e-9, 1e9, "--clip");
    readonly Option<string> _candidate = Verb.TextOption("int8|int4", "Weights of the candidate and the output gate. Default: int8.",
        required: false, "--candidate");
    readonly Option<string> _rank = Verb.TextOption("K|auto",
        "Let all gates read K sums instead of the inputs and states: fewer multiplications. auto: the smallest K that "
            + "loses at most 0.1 % of the variance of the gates' sums.", required: false, "--gate-rank");
    readonly Option<string> _sparsity = Verb.TextOption("auto|SHARE",
        "Leave out this share, 0 to 1, of the weights' columns: no gate then reads those inputs and states. auto: as "
            + "many as lose at most 0.1 % of the variance of the gates' sums. Not with --gate-rank.", required: false, "--sparsity");
    readonly Option<string[]> _layers = new("--layer")
    {
        HelpName = "NAME=KEY:VALUE,…",
        Description =
            "Settings of one layer, such as lstm2=i:five,f:three,g:int4,rank:24 or lstm2=sparsity:0.25. You may give "
                + "it several times.",
        Arity = ArgumentArity.OneOrMore,
    };

    public CompressionOptionSet(Command command)
    {
        _gates.AcceptOnlyFromAmong("int8", "int4", "five", "three");
        _candidate.AcceptOnlyFromAmong("int8", "int4");
        _rank.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && LayerSettings.Rank(text) is null or 0)
                result.AddError($"'{text}' is no rank: expected 1 to {ArtifactCompressedLstm.MaxRank}, or auto");
        });
        _sparsity.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && LayerSettings.Sparsity(text) is null or 0)
                result.AddError($"--sparsity is '{text}', expected auto, or the share of the columns to leave out, more than 0 and less than 1");
        });
        _layers.Validators.Add(result =>
        {
            foreach (string text in Layers(result.GetValueOrDefault<string[]>()))
                if (LayerSettings.Parse(text, LayerCompression.None, null) is null)
                    result.AddError($"--layer is '{text}', expected {LayerSettings.Grammar}; a rank or sparsity, not both");
        });
        foreach (var option in All)
            command.Add(option);
        command.Validators.Add(result =>
        {
            double? r = result.GetValue(_round), c = result.GetValue(_clip);
            if (c is not null && r is null)
                result.AddError("--clip says how far --round goes: give both");
            else if (c is not null && Math.Abs(c.Value / r!.Value - 1) > 1e-6 && Math.Abs(c.Value / r.Value - 2) > 1e-6)
                result.AddError($"--clip {c} is neither --round {r}, which makes three levels, nor twice that, which makes five");
            else if (r is not null && result.GetValue(_gates) is "int8" or "int4")
                result.AddError($"--round makes three or five levels, --gate-weights {result.GetValue(_gates)} asks for more");
            else if (result.GetValue(_rank) is not null && result.GetValue(_sparsity) is not null)
                result.AddError("--gate-rank and --sparsity: a layer has one of the two; --layer says which has which");
        });
    }

    Option[] All => [_gates, _round, _clip, _candidate, _rank, _sparsity, _layers];

    /// <summary>A build gives the settings of several layers in one word, with bars between them.</summary>
    static IEnumerable<string> Layers(string[]? given) => (given ?? []).SelectMany(text => text.Split('|'));

    /// <summary>Whether one of them is on the command line.</summary>
    public bool IsGiven(System.CommandLine.Parsing.CommandResult result) => All.Any(option => result.GetResult(option) is not null);

    public Compression Read(ParseResult parsed)
    {
        double? r = parsed.GetValue(_round), c = parsed.GetValue(_clip);
        string word = parsed.GetValue(_gates) ?? (r is null ? "int8" : c is { } limit && limit < 1.5 * r ? "three" : "five");
        var all = new Compression(new(LayerSettings.Form(word)!.Value, r),
            new(LayerSettings.Form(parsed.GetValue(_candidate) ?? "int8")!.Value),
            LayerSettings.Rank(parsed.GetValue(_rank) ?? "0")!.Value, LayerSettings.Sparsity(parsed.GetValue(_sparsity) ?? "0")!.Value);
        return Layers(parsed.GetValue(_layers)).Aggregate(all, (sum, text) =>
            LayerSettings.Parse(text, sum.Of(LayerSettings.Layer(text)), r) is var (layer, own) ? sum.With(layer, own) : sum);
    }
}
