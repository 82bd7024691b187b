using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Tests.Models;

namespace EdgeLstm.Quantize.Tests.Reference;

/// <summary>An artifact with damage behind a right hash, as a hostile writer would make it. Its seed names it.</summary>
static class MutantArtifact
{
    static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2", "3", "1.40129846E-45", "1e-45", "-1e-45", "1.17549435E-38", "2.9e-39", "1e-30", "1e30", "3.40282347E+38",
        "-3.40282347E+38", "1e39", "NaN", "Infinity", "0.5", "16384", "32767", "65536", "8192", "8193", "4096", "1000000", "1048576",
        "2147483647", "-2147483648", "4294967296", "99999999999999999999", "٣",
    ];

    static readonly string[] Words =
    [
        "int8", "int8x16", "float32", "windows", "stream", "unknown", "centre", "hold", "lstm", "dense", "conv", "pool", "norm", "affine",
        "activation", "concat", "add", "combine", "product", "min", "pick", "away", "repeat", "cell-state",
        "forward", "reverse", "max", "average", "first", "last", "identity",
        "sigmoid", "tanh", "relu", "softsign", "softplus", "softmax", "step", "elu(1)", "elu(3.40282347E+38)", "leakyrelu(1E-45)",
        "affine(1E+38,-1E+38)", "threelevel(0)", "hardsigmoid(1,0)", "scaledtanh(-1,1E+30)", "plain", "coupled", "peepholes",
        "no-input-gate", "no-forget-gate,no-output-gate", "elman", "gru-reset-after", "gru-reset-before", "jordan", "five,five,int8,int4",
        "three,int4,int8,int8", "binary-gates", "h", "c", "5", "2", "-1", "16384",
    ];

    static readonly string[] Names = ["é", "n", "ɐ", "字", "\\ud83d\\ude00", "\\udc00", "1_", "class", "_", "\\u000a", "\\u2028"];

    /// <summary>Models of every kind of layer, every third with rules on data, as lines without their hash.</summary>
    public static string[][] Originals { get; } =
        [.. ((IEnumerable<object[]>)Zoo.All).Select((row, k) => Lines(Zoo.Builder((string)row[0]), k % 3 == 0))];

    public static string[] OriginalOf(int seed) => Originals[seed % Originals.Length];

    public static string Of(int seed) => WithHash(Mutate(OriginalOf(seed), new Random(seed)));

    public static string WithHash(IReadOnlyList<string> lines) => string.Join('\n', lines) + $"\nhash sha256 {ArtifactHash.Of(lines)}\n";

    static string[] Lines(ModelBuilder model, bool hasRules) =>
        (hasRules ? model.Rules(new(TrainedOn.Windows, 24, "pump", "hour", new(MissingKind.Hold, 2))) : model).Text().Split('\n')[..^2];

    static List<string> Mutate(string[] original, Random random)
    {
        var lines = original.ToList();
        for (int edits = random.Next(4) == 0 ? 3 : 1; edits > 0; edits--)
        {
            int[] header = [.. Enumerable.Range(0, lines.Count).Where(k => lines[k].Contains(' ', StringComparison.Ordinal))];
            int[] data = [.. Enumerable.Range(0, lines.Count).Except(header)];
            int at = header[random.Next(header.Length)];
            switch (random.Next(8))
            {
                case 0 when data.Length != 0:
                    at = data[random.Next(data.Length)];
                    byte[] bytes = Convert.FromBase64String(lines[at]);
                    for (int n = random.Next(1, 5), k = random.Next(bytes.Length); n > 0 && k < bytes.Length; n--, k++)
                        bytes[k] = (byte)random.Next(256);
                    lines[at] = Convert.ToBase64String(bytes);
                    break;
                case 1:
                    int open = lines[at].IndexOf('"', StringComparison.Ordinal);
                    string name = Names[random.Next(Names.Length)];
                    if (open >= 0)
                        lines[at] = lines[at].Insert(open + 1, string.Concat(Enumerable.Repeat(name, 1 << random.Next(12))));
                    break;
                case 2 or 3:
                    Replace(lines, at, random, word => char.IsAsciiLetterLower(word[0]), _ => Words[random.Next(Words.Length)]);
                    break;
                case 4 or 5:
                    Replace(lines, at, random, IsNumber, word => Near(word, random));
                    break;
                default:
                    Replace(lines, at, random, IsNumber, _ => Numbers[random.Next(Numbers.Length)]);
                    break;
            }
        }

        return lines;
    }

    static string Near(string word, Random random) => int.TryParse(word, out int count)
        ? $"{count + (random.Next(2) == 0 ? 1 : -1)}"
        : Numbers[random.Next(Numbers.Length)];

    static bool IsNumber(string word) => char.IsAsciiDigit(word[^1]) && (char.IsAsciiDigit(word[0]) || word[0] == '-');

    /// <summary>One field of those that a line has of a kind.</summary>
    static void Replace(List<string> lines, int at, Random random, Predicate<string> isMeant, Func<string, string> change)
    {
        string[] words = lines[at].Split(' ');
        int[] meant = [.. Enumerable.Range(1, words.Length - 1).Where(k => words[k].Length != 0 && isMeant(words[k]))];
        int[] scales = [.. meant.Where(k => words[k - 1].EndsWith("scale", StringComparison.Ordinal) || words[k - 1] == "inverse-step")];
        if (scales.Length != 0 && random.Next(2) == 0)
            meant = scales; // what somebody divides by
        if (meant.Length == 0)
            return;
        int word = meant[random.Next(meant.Length)];
        words[word] = change(words[word]);
        lines[at] = string.Join(' ', words);
    }
}
