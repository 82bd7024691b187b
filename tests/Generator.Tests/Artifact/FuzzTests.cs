using System.Text.RegularExpressions;
using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Tests.Models;

namespace EdgeLstm.Generator.Tests.Artifact;

/// <summary>
/// Damage behind a valid hash, as a hostile writer would make it: the parser and the emitter see it. A failure prints its seed.
/// </summary>
public partial class FuzzTests
{
    const int Mutations = 5000;

    static readonly string[] Telling =
    [
        "0", "-1", "1", "2147483647", "4294967296", "99999999999999999999", "NaN", "Infinity", "1e39", "-0", "0.5", "\"", "\\", "\\u", "\\uD800", "\"\"", " ", "  ", "=", "",
        "lstm", "dense", "conv", "pool", "softmax", "elu(1)", "affine(1,2)", "tanh(", "reverse", "float32", "int8", "layer", "heads", "\u0085", "\u2028", "16384", "8193", "٣",
    ];

    public static string WithHash(IReadOnlyList<string> lines) => string.Join('\n', lines) + $"\nhash sha256 {ArtifactHash.Of(lines)}\n";

    [Fact]
    public void A_mutated_artifact_with_a_valid_hash_loads_or_is_refused()
    {
        string[][] originals = [.. ((string[])["int8", "float32", "stacked", "compressed-int8", "sparse-int8", "two-heads", "initial-state", "conv", "residual", "bidirectional", "same-conv", "valid-conv", "autoencoder"]).Select(name => Zoo.Builder(name).Text().Split('\n')[..^2])];
        int loaded = 0, refused = 0;
        for (int seed = 0; seed < Mutations; seed++)
        {
            var random = new Random(seed);
            try
            {
                var model = ArtifactReader.Read(WithHash(Mutate(originals[seed % originals.Length], random)));
                ModelEmitter.EmitClass(model, new("Plant", "Engine"));
                ModelEmitter.EmitWeights(model, new("Plant", "Engine"));
                loaded++;
            }
            catch (ModelException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }

        // Both ends are reached, or the mutations are not worth much.
        Assert.InRange(loaded, Mutations / 20, Mutations);
        Assert.InRange(refused, Mutations / 4, Mutations);
    }

    [GeneratedRegex("(?<= )[0-9.]+")]
    private static partial Regex Number();

    static List<string> Mutate(string[] original, Random random)
    {
        var lines = original.ToList();
        int[] header = [.. Enumerable.Range(0, lines.Count).Where(k => lines[k].Contains(' ', StringComparison.Ordinal))];
        for (int edits = random.Next(3) == 0 ? 3 : 1; edits > 0; edits--)
        {
            // Fields of the header are likelier to reach deep code than characters of base64.
            int at = random.Next(4) == 0 ? random.Next(lines.Count) : Math.Min(header[random.Next(header.Length)], lines.Count - 1);
            switch (random.Next(9))
            {
                case 0:
                    lines.RemoveAt(at);
                    break;
                case 1:
                    lines.Insert(at, lines[random.Next(lines.Count)]);
                    break;
                case 2:
                    int cut = random.Next(lines[at].Length + 1);
                    lines[at] = lines[at][..cut] + Telling[random.Next(Telling.Length)] + lines[at][Math.Min(lines[at].Length, cut + random.Next(3))..];
                    break;
                case 3:
                    (lines[at], lines[^1]) = (lines[^1], lines[at]);
                    break;
                case 4 or 5 or 6: // a number for a number
                    lines[at] = Number().Replace(lines[at], $"{random.Next(1, 40)}", 1, random.Next(lines[at].Length));
                    break;
                default:
                    string[] words = lines[at].Split(' ');
                    words[random.Next(words.Length)] = random.Next(3) == 0 ? $"{random.Next(-2, 40)}" : Telling[random.Next(Telling.Length)];
                    lines[at] = string.Join(' ', words);
                    break;
            }

            if (lines.Count == 0)
                lines.Add("");
        }

        return lines;
    }
}
