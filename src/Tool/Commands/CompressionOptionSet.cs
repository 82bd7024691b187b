using System.CommandLine;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Passes.Compressing;

namespace EdgeLstm.Tool.Commands;

/// <summary>The options that store an LSTM's weights in fewer bits, or in fewer numbers.</summary>
sealed class CompressionOptionSet
{
    readonly Option<string> _gates = Verb.TextOption("int8|int4|five|three",
        "Weights of the input and forget gates: int8 unless given, or fifteen levels (4 bits), five (2.4) or three (1.6), fitted row by row.", required: false, "--gate-weights");
    readonly Option<double?> _round = Verb.NumberOption("R", "The paper's compression: those weights to multiples of R in the model's own units, as a model trained with --rounding five has them.", 1e-9, 1e9, "--round");
    readonly Option<double?> _clip = Verb.NumberOption("C", "And clipped at ±C, R or twice R; the levels of --gate-weights unless given.",
        1e-9, 1e9, "--clip");
    readonly Option<string> _candidate = Verb.TextOption("int8|int4", "Weights of the candidate and the output gate; int8 unless given.",
        required: false, "--candidate");
    readonly Option<string> _rank = Verb.TextOption("K|auto",
        "All gates read K sums of the inputs and states in their place: fewer multiplications. auto: the least K that loses 0.1 % of what the gates' sums vary.", required: false, "--gate-rank");
    readonly Option<string> _sparsity = Verb.TextOption("auto|SHARE",
        "Leave out columns of the weights, inputs and states that no gate reads then: this share of them, 0 to 1, or with 'auto' as many as lose 0.1 % of what the gates' sums vary. Not with --gate-rank.", required: false, "--sparsity");
    readonly Option<string[]> _layers = new("--layer")
    {
        HelpName = "NAME=KEY:VALUE,…",
        Description = "What one layer has of its own, such as lstm2=i:five,f:three,g:int4,rank:24 or lstm2=sparsity:0.25; may be given several times.",
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
            foreach (string text in result.GetValueOrDefault<string[]>() ?? [])
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

    /// <summary>Whether one of them is on the command line.</summary>
    public bool IsGiven(System.CommandLine.Parsing.CommandResult result) => All.Any(option => result.GetResult(option) is not null);

    public Compression Read(ParseResult parsed)
    {
        double? r = parsed.GetValue(_round), c = parsed.GetValue(_clip);
        string word = parsed.GetValue(_gates) ?? (r is null ? "int8" : c is { } limit && limit < 1.5 * r ? "three" : "five");
        var all = new Compression(new(LayerSettings.Form(word)!.Value, r),
            new(LayerSettings.Form(parsed.GetValue(_candidate) ?? "int8")!.Value),
            LayerSettings.Rank(parsed.GetValue(_rank) ?? "0")!.Value, LayerSettings.Sparsity(parsed.GetValue(_sparsity) ?? "0")!.Value);
        return (parsed.GetValue(_layers) ?? []).Aggregate(all, (sum, text) =>
            LayerSettings.Parse(text, sum.Of(LayerSettings.Layer(text)), r) is var (layer, own) ? sum.With(layer, own) : sum);
    }
}
