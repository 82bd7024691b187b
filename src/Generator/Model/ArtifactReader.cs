using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Model;

/// <summary>
/// Reads the text of a <c>.elstm</c> file; docs/artifact.md describes it. Free of IO, so that the compiler and the tool share it. Everything is checked
/// before it is believed: the hash, every count and length, and that no int32 sum can overflow.
/// </summary>
sealed class ArtifactReader
{
    const string Remedy = ArtifactRange.Remedy;
    const int MaxChannels = 4096, MaxLayers = 256, MaxSources = 256, MaxSize = 8192;

    readonly string[] _lines;
    int _line;

    ArtifactReader(string[] lines) => _lines = lines;

    /// <summary>Parses an artifact.</summary>
    /// <exception cref="ModelException">ELSTM003, 030, 031 or 032.</exception>
    public static ModelArtifact Read(string text)
    {
        string[] lines = text.Split('\n');
        for (int k = 0; k < lines.Length; k++)
            if (lines[k].EndsWith("\r", StringComparison.Ordinal))
                lines[k] = lines[k].Substring(0, lines[k].Length - 1);
        var model = new ArtifactReader(lines).Read();
        ArtifactRange.Check(model);
        return model;
    }

    ModelArtifact Read()
    {
        int version = CheckVersion();
        string hash = CheckHash();
        var fields = Line("edgelstm");
        fields.Int(1, int.MaxValue);
        fields.End();
        string name = Single("name", f => f.Text());
        Scheme scheme = Single("scheme", f => f.Choice<Scheme>());
        int window = Single("window", f => f.Int(0, 1_000_000));
        int warmUp = Single("warm-up", f => f.Int(1, 1_000_000));
        bool everyStep = Single("every-step", f => f.Int(0, 1)) == 1;
        var rules = version == ModelArtifact.VersionWithoutRules ? DataRules.Unknown : ReadRules();
        var provenance = ReadProvenance(version > ModelArtifact.VersionWithoutForward);
        var inputs = ReadInputs();
        var outputs = ReadOutputs();
        var layers = ReadLayers(inputs.Count);
        var heads = ReadHeads(layers, outputs.Count);
        var states = ReadStates(layers);
        if (_line != _lines.Length - 2)
            throw Syntax("text after the states", "the hash line");
        var model = new ModelArtifact(name, scheme, window == 0 ? null : window, warmUp, everyStep, provenance, inputs, outputs, layers, heads) { States = states, Rules = rules, Sha256 = hash };
        model.Plan.Check();
        return model;
    }

    int CheckVersion()
    {
        string[] words = _lines[0].Split(' ');
        if (words.Length != 2 || words[0] != "edgelstm" || !int.TryParse(words[1], out int version) || version < 1)
            throw new ModelException(ErrorCatalogue.ArtifactSyntax, $"a first line that is not 'edgelstm {ModelArtifact.Version}'", "an .elstm artifact", Remedy);
        if (version < ModelArtifact.VersionWithoutRules)
            throw new ModelException(ErrorCatalogue.ArtifactSyntax, $"artifact version {version}", $"{ModelArtifact.VersionWithoutRules} to {ModelArtifact.Version}", "quantize the model again with this version of 'edgelstm quantize'");
        if (version > ModelArtifact.Version)
        {
            throw new ModelException(
                ErrorCatalogue.ArtifactTooNew, $"artifact version {version}", $"at most {ModelArtifact.Version}", "update the EdgeLstm packages of this project");
        }

        return version;
    }

    string CheckHash()
    {
        // The last line is "hash sha256 …" and ends with the file's last LF.
        int last = _lines.Length - 2;
        if (last < 1 || _lines[_lines.Length - 1].Length != 0 || !_lines[last].StartsWith("hash sha256 ", StringComparison.Ordinal))
            throw new ModelException(ErrorCatalogue.ArtifactHash, "no hash line at the end", "a whole artifact", "the file was cut short: " + Remedy);
        string stated = _lines[last].Substring("hash sha256 ".Length);
        string actual = ArtifactHash.Of(_lines.Take(last));
        if (!string.Equals(stated, actual, StringComparison.Ordinal))
        {
            throw new ModelException(
                ErrorCatalogue.ArtifactHash, $"contents with hash {actual.Substring(0, 12)}…", "the hash that the last line states",
                "the file was changed after it was written: " + Remedy);
        }

        return actual;
    }

    DataRules ReadRules()
    {
        var (on, window) = Single("trained-on", f => (f.Choice<TrainedOn>(), f.Int(0, 1_000_000)));
        if (on == TrainedOn.Windows != window > 0)
            throw Syntax($"trained-on {on.ToString().ToLowerInvariant()} {window}", "samples where it was trained on windows, else 0");
        string group = Single("group", f => f.Text()), time = Single("time", f => f.Text());
        return new(on, window, group, time, Single("missing", Missing));
    }

    static MissingRule Missing(ArtifactFields f) =>
        f.Choice<MissingKind>() == MissingKind.Hold ? new(MissingKind.Hold, f.Int(0, MissingRule.MaxSamples)) : MissingRule.Centre;

    Provenance ReadProvenance(bool hasForward)
    {
        var source = Line("source");
        var result = (File: source.Text(), Sha256: source.Word(), Bytes: source.Long(0, long.MaxValue));
        source.End();
        string? forward = hasForward ? Single("forward", f => f.Text()) : null;
        return new(result.File, result.Sha256, result.Bytes, Single("tool", f => f.Text())) { Forward = forward is "" ? null : forward };
    }

    List<InputChannel> ReadInputs()
    {
        int count = Single("inputs", f => f.Int(1, MaxChannels));
        var channels = new List<InputChannel>();
        for (int k = 0; k < count; k++)
        {
            var f = Line("input");
            channels.Add(new(f.Text(), f.Text(), f.Number("mean"), f.Scale("scale"), f.Number("centre"), f.Scale("inverse-step")));
            f.End();
        }

        return channels;
    }

    List<OutputChannel> ReadOutputs()
    {
        int count = Single("outputs", f => f.Int(1, MaxChannels));
        var channels = new List<OutputChannel>();
        for (int k = 0; k < count; k++)
        {
            var f = Line("output");
            channels.Add(new(f.Text(), f.Text(), f.Number("mean"), f.Scale("scale")));
            f.End();
        }

        return channels;
    }

    List<ArtifactLayer> ReadLayers(int features)
    {
        int count = Single("layers", f => f.Int(1, MaxLayers));
        var layers = new List<ArtifactLayer>();
        for (int k = 0; k < count; k++)
        {
            var f = Line("layer");
            string kind = f.Word();
            if (!ArtifactKinds.Readers.TryGetValue(kind, out var read))
                throw Syntax($"layer kind '{kind}'", "one of " + string.Join(", ", ArtifactKinds.Readers.Keys));
            var header = ReadHeader(f, k);
            var layer = read(header, f);
            int joined = layer.Joined([.. header.Sources.Select(source => source < 0 ? features : layers[source].Outputs)]);
            if (joined != header.Inputs)
                throw Syntax($"{header.Inputs} inputs of '{header.Name}'", joined < 0 ? "sources that fit a layer of this kind" : $"{joined}, what its sources give");
            if (layer.KeepsFeatures && header.Outputs != header.Inputs)
                throw Syntax($"{header.Outputs} outputs of '{header.Name}'", $"{header.Inputs}, as many as go in");
            float inverseStep = layer.Gives == ValueForm.Floats ? f.Number("inverse-step") : 0;
            int initialBytes = f.Int("initial-bytes", 0, 64 * MaxSize);
            int bytes = f.Int("bytes", 0, int.MaxValue);
            f.End();
            layers.Add(layer with { InverseStep = inverseStep, Data = Base64(bytes), Initial = Base64(initialBytes) });
        }

        return layers;
    }

    static LayerHeader ReadHeader(ArtifactFields f, int index)
    {
        string name = f.Text();
        var sources = new int[f.Int("sources", 1, MaxSources)];
        for (int s = 0; s < sources.Length; s++)
            sources[s] = f.Int(-1, index - 1);
        return new(name, sources, f.Int("inputs", 1, MaxSize), f.Int("outputs", 1, MaxSize));
    }

    List<int> ReadHeads(List<ArtifactLayer> layers, int outputs)
    {
        var f = Line("heads");
        var heads = new List<int>();
        while (!f.AtEnd && heads.Count <= outputs) // each gives one or more
            heads.Add(f.Int(0, layers.Count - 1));
        long given = heads.Sum(head => (long)layers[head].Outputs);
        return given == outputs ? heads : throw Syntax($"{given} outputs of the heads", $"{outputs}, as declared");
    }

    List<StateInput> ReadStates(List<ArtifactLayer> layers)
    {
        int count = Single("states", f => f.Int(0, 2 * MaxLayers));
        var states = new List<StateInput>();
        for (int k = 0; k < count; k++)
        {
            var f = Line("state");
            var state = new StateInput(f.Text(), f.Int("layer", 0, layers.Count - 1), f.Word("part", "h", "c") == "c", f.Int("at", 0, MaxLayers * MaxSize));
            f.End();
            var same = states.Where(other => other.Name == state.Name).ToList();
            int width = layers[state.Layer] is ArtifactRecurrent recurrent ? recurrent.StateWidth(state.IsCell) : 0;
            if (width == 0 || states.Any(other => (other.Layer, other.IsCell) == (state.Layer, state.IsCell)))
                throw Syntax($"{(state.IsCell ? "c" : "h")} of layer {state.Layer}", "a part of a recurrent layer's state, and each once");
            if (layers[state.Layer].Initial.Length != 0)
                throw Syntax($"a state of layer {state.Layer} that is given and stored", "one of the two");
            int expected = same.Sum(other => ((ArtifactRecurrent)layers[other.Layer]).StateWidth(other.IsCell));
            if (state.At != expected || (same.Count != 0 && states[states.Count - 1].Name != state.Name))
                throw Syntax($"'{state.Name}' at {state.At}", $"{expected}, behind the parts before");
            states.Add(state);
        }

        return states;
    }

    byte[] Base64(int bytes)
    {
        // Counted against the text at hand before anything is allocated.
        var text = new System.Text.StringBuilder();
        long characters = (bytes + 2L) / 3 * 4;
        while (text.Length < characters && _line < _lines.Length - 2)
            text.Append(_lines[_line++]);
        if (text.Length != characters)
            throw Syntax($"{text.Length} characters of base64", $"{characters}");
        try
        {
            byte[] data = Convert.FromBase64String(text.ToString());
            return data.Length == bytes ? data : throw Syntax($"{data.Length} bytes of data", $"{bytes}");
        }
        catch (FormatException)
        {
            throw Syntax("a character that is not base64", "base64 data");
        }
    }

    T Single<T>(string key, Func<ArtifactFields, T> read)
    {
        var fields = Line(key);
        T value = read(fields);
        fields.End();
        return value;
    }

    ArtifactFields Line(string key)
    {
        if (_line >= _lines.Length - 2)
            throw Syntax("the end of the file", $"a line '{key} …'");
        var fields = new ArtifactFields(_lines[_line], _line + 1);
        _line++;
        fields.Key(key);
        return fields;
    }

    ModelException Syntax(string found, string expected) =>
        new(ErrorCatalogue.ArtifactSyntax, $"line {_line}: {found}", expected, Remedy);
}
