using System.CommandLine;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Quantize.Commands;

/// <summary>The options that store an LSTM's weights in fewer bits, or in fewer numbers.</summary>
sealed class CompressionOptionSet
{
    readonly Option<string> gates = Verb.TextOption("int8|five|three",
        "Weights of the input and forget gates: int8 unless given, or five levels (2.4 bits) or three (1.6), fitted row by row.", required: false, "--gate-weights");
    readonly Option<double?> round = Verb.NumberOption("R", "The paper's compression: those weights to multiples of R in the model's own units, as a model trained with --rounding five has them.", 1e-9, 1e9, "--round");
    readonly Option<double?> clip = Verb.NumberOption("C", "And clipped at ±C, R or twice R; the levels of --gate-weights unless given.", 1e-9, 1e9, "--clip");
    readonly Option<string> candidate = Verb.TextOption("int8|int4", "Weights of the candidate and the output gate; int8 unless given.", required: false, "--candidate");
    readonly Option<string> rank = Verb.TextOption("K|auto",
        "All gates read K sums of the inputs and states in their place: fewer multiplications. auto: the least K that loses 0.1 % of what the gates' sums vary.", required: false, "--gate-rank");

    public CompressionOptionSet(Command command)
    {
        gates.AcceptOnlyFromAmong("int8", "five", "three");
        candidate.AcceptOnlyFromAmong("int8", "int4");
        rank.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && text != "auto" && !(int.TryParse(text, out int k) && k is >= 1 and <= ArtifactCompressedLstm.MostRank))
                result.AddError($"'{text}' is no rank: expected 1 to {ArtifactCompressedLstm.MostRank}, or auto");
        });
        foreach (Option option in (Option[])[gates, round, clip, candidate, rank])
            command.Add(option);
        command.Validators.Add(result =>
        {
            double? r = result.GetValue(round), c = result.GetValue(clip);
            if (c is not null && r is null)
                result.AddError("--clip says how far --round goes: give both");
            else if (c is not null && Math.Abs(c.Value / r!.Value - 1) > 1e-6 && Math.Abs(c.Value / r.Value - 2) > 1e-6)
                result.AddError($"--clip {c} is neither --round {r}, which makes three levels, nor twice that, which makes five");
            else if (r is not null && result.GetValue(gates) == "int8")
                result.AddError("--round makes three or five levels, --gate-weights int8 asks for 255");
        });
    }

    public Compression Read(ParseResult parsed)
    {
        double? r = parsed.GetValue(round), c = parsed.GetValue(clip);
        string word = parsed.GetValue(gates) ?? (r is null ? "int8" : c is { } limit && limit < 1.5 * r ? "three" : "five");
        return new(
            new(Form(word), r), new(Form(parsed.GetValue(candidate) ?? "int8")),
            parsed.GetValue(rank) switch { null => 0, "auto" => Compression.AutoRank, var text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) });
    }

    static RowForm Form(string word) => Enum.Parse<RowForm>(word, ignoreCase: true);
}
