using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace EdgeLstm.Quantize.Import.Foreign;

/// <summary>What a text that nobody reads is.</summary>
static class FileText
{
    /// <summary>Bytes that have to be text for a file to be called so, and characters of it that are shown.</summary>
    const int Sample = 2048, Shown = 24;

    /// <summary>Null of what is no text in UTF-8.</summary>
    public static FileContent? Of(ReadOnlySpan<byte> head)
    {
        var bytes = ByteOrderMark.Skip(head);
        var sample = bytes[..Math.Min(Sample, bytes.Length)];
        var characters = new char[Sample];
        // The sample may end inside of a character, which is no error.
        var status = Utf8.ToUtf16(sample, characters, out _, out int count, replaceInvalidSequences: false, isFinalBlock: false);
        if (status == OperationStatus.InvalidData
            || sample.ContainsAnyInRange((byte)0, (byte)8) || sample.ContainsAnyInRange((byte)14, (byte)31))
            return null;
        string text = new string(characters, 0, count).Trim();
        if (text.Length == 0)
            return new("blank text", FileContent.Copy);
        if (text.StartsWith("version https://git-lfs", StringComparison.Ordinal))
            return new("a Git LFS pointer in the model's place", "run 'git lfs pull'");
        if (text[0] == '<')
            return Markup(text);
        if (JsonOf(bytes, text) is { } json)
            return json;
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return lines[0].StartsWith("model_checkpoint_path:", StringComparison.Ordinal)
            ? new("a TensorFlow checkpoint, which is weights without a graph",
                "in Python, load it and save the model: model.save(\"{1}.keras\")")
            : lines[0] == "7767517" ? FileContent.Final("an ncnn model (.param)")
            : IsPython(lines) ? new("a Python program", "nothing is run: save the model in Python, and give its file")
            : Table(lines)
                ?? new($"text that begins with '{(lines[0].Length <= Shown ? lines[0] : lines[0][..Shown] + "…")}'", FileContent.Export);
    }

    static FileContent Markup(string text) =>
        text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? new("a web page (HTML)", FileContent.Copy)
        : text.Contains("<net ", StringComparison.Ordinal) ? FileContent.Final("an OpenVINO model (.xml)")
        : text.Contains("<PMML", StringComparison.Ordinal) ? new("a PMML model",
            "EdgeLstm runs recurrent networks: use another runtime for this one")
        : new("XML", FileContent.Export);

    static bool IsPython(string[] lines) => lines.Take(20).Any(line => line.StartsWith("import ", StringComparison.Ordinal)
        || line.StartsWith("from ", StringComparison.Ordinal) && line.Contains(" import ", StringComparison.Ordinal));

    /// <summary>Two lines of as many cells, in the second of which there is a number; or one column that has them.</summary>
    static FileContent? Table(string[] lines)
    {
        foreach (char delimiter in (char[])[',', ';', '\t'])
        {
            string[] titles = lines[0].Split(delimiter), cells = lines.Length > 1 ? lines[1].Split(delimiter) : [];
            if (titles.Length < 2 || cells.Length != titles.Length || !Array.Exists(cells, IsNumber))
                continue;
            bool isTitled = !Array.Exists(titles, IsNumber);
            var shown = titles.Take(6).Select(title => title.Trim(' ', '"').Short()).Concat(titles.Length > 6 ? ["…"] : []);
            string names = isTitled ? $": {string.Join(", ", shown)}" : "";
            return new($"a table of {titles.Length} columns{names} (.csv)", isTitled
                ? "it is data: train on it with 'edgelstm train csv {0} --target COLUMN', or give it with a model, as in "
                    + "'edgelstm quantize MODEL -o MODEL.elstm --calibrate {0}'"
                : "it is data, and needs titles above its columns: then give it with a model, as in "
                    + "'edgelstm quantize MODEL -o MODEL.elstm --calibrate {0}'");
        }

        return null;

        static bool IsNumber(string cell) => double.TryParse(cell.Trim(' ', '"').Replace(',', '.'),
            System.Globalization.CultureInfo.InvariantCulture, out _);
    }

    static FileContent? JsonOf(ReadOnlySpan<byte> bytes, string text)
    {
        if (Json(bytes) is not (true, var name))
            return null;
        if (text.Contains("\"layers-model\"", StringComparison.Ordinal) || text.Contains("\"modelTopology\"", StringComparison.Ordinal))
            return new("a TensorFlow.js model (model.json)",
                "'tensorflowjs_converter --input_format=tfjs_layers_model --output_format=keras {0} {1}.h5', and give that file");
        if (text.Contains("\"model_type\"", StringComparison.Ordinal) && text.Contains("\"architectures\"", StringComparison.Ordinal))
            return new("a model's settings (Hugging Face's config.json), without its weights",
                "EdgeLstm runs recurrent networks: where it is one, give its weights, model.safetensors");
        return name == "learner" ? new("an XGBoost model (JSON)", "EdgeLstm runs recurrent networks: use another runtime for this one")
            : new(name is null ? "JSON" : $"JSON whose first entry is '{name.Short()}'", FileContent.Export);
    }

    /// <summary>Whether it begins as JSON does, with an object or a list, and the name of an object's first entry.</summary>
    static (bool IsJson, string? Name) Json(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text, isFinalBlock: false, state: default);
        try
        {
            bool begins = json.Read() && json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && json.Read();
            return (begins, begins && json.TokenType == JsonTokenType.PropertyName ? json.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (false, null);
        }
    }
}
