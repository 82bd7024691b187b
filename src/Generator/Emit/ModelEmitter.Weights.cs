using System.Globalization;
using System.Text;
using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Generator.Emit;

public static partial class ModelEmitter
{
    /// <summary>The weights file, <c>NAME.Weights.g.cs</c>.</summary>
    public static string EmitWeights(ModelArtifact model, ClassTarget target)
    {
        var code = new CodeWriter();
        Header(code, model);
        OpenClass(code, target);
        code.Line("/// <summary>The model's constants. Each layer packs its own once, at first use, into the order that this processor's kernels read.</summary>");
        code.Open("static class Weights");
        Channels(code, "Centre", model.Inputs.Select(i => i.Centre));
        code.Line();
        Channels(code, "InverseStep", model.Inputs.Select(i => i.InverseStep));
        code.Line();

        var blob = new List<byte>();
        for (int k = 0; k < model.Layers.Count; k++)
        {
            var layer = model.Layers[k];
            string type = (model.Scheme == Scheme.Float32 ? "Float" : "") + (layer.Kind == LayerKind.Lstm ? "LstmLayer" : "DenseLayer");
            string more = layer.Kind == LayerKind.Lstm && model.Scheme != Scheme.Float32 ? $", cellBits: {layer.CellBits}, hiddenScale: {layer.HiddenScale}" : "";
            string size = layer.Kind == LayerKind.Lstm ? "units" : "outputs";
            code.Line($"public static readonly Layers::{type} Layer{k} = new(inputs: {layer.Inputs}, {size}: {layer.Outputs}, Constants({blob.Count}, {layer.Data.Length}){more});");
            code.Line();
            Append(blob, layer.Data);
            if (layer.InitialState.Length != 0)
                InitialConstants(code, model, k, blob);
        }

        // Eight bytes a literal: the compiler takes that ten times faster than a byte array, and no code runs to make it.
        code.Line("static ReadOnlySpan<byte> Constants(int start, int length) => MemoryMarshal.AsBytes(Data).Slice(start, length);");
        code.Line();
        code.Line("static ReadOnlySpan<ulong> Data => new ulong[]");
        code.Line("{");
        Literals(code, blob);
        code.Line("};");
        code.Close();
        CloseClass(code, target);
        return code.ToString();
    }

    /// <summary>A number of each input, and zeros to whole vectors of four.</summary>
    static void Channels(CodeWriter code, string name, IEnumerable<float> values)
    {
        var padded = values.ToList();
        while (padded.Count % 4 != 0)
            padded.Add(0);
        code.Line($"public static ReadOnlySpan<float> {name} => [{string.Join(", ", padded.Select(CodeWriter.Float))}];");
    }

    static void InitialConstants(CodeWriter code, ModelArtifact model, int index, List<byte> blob)
    {
        var layer = model.Layers[index];
        string h = StateLayout.Activation(model.Scheme), c = model.Scheme == Scheme.Float32 ? "float" : "short";
        int hBytes = layer.Outputs * h switch { "sbyte" => 1, "short" => 2, _ => 4 };
        code.Line($"public static ReadOnlySpan<{h}> InitialH{index} => MemoryMarshal.Cast<byte, {h}>(Constants({blob.Count}, {hBytes}));");
        code.Line();
        Append(blob, layer.InitialState.Take(hBytes));
        int cBytes = layer.InitialState.Length - hBytes;
        code.Line($"public static ReadOnlySpan<{c}> InitialC{index} => MemoryMarshal.Cast<byte, {c}>(Constants({blob.Count}, {cBytes}));");
        code.Line();
        Append(blob, layer.InitialState.Skip(hBytes));
    }

    static void Append(List<byte> blob, IEnumerable<byte> data)
    {
        blob.AddRange(data);
        while (blob.Count % 8 != 0)
            blob.Add(0);
    }

    static void Literals(CodeWriter code, List<byte> blob)
    {
        byte[] bytes = blob.ToArray();
        var line = new StringBuilder();
        for (int k = 0; k < bytes.Length; k += 8)
        {
            line.Append("0x").Append(BitConverter.ToUInt64(bytes, k).ToString("x", CultureInfo.InvariantCulture)).Append(',');
            if (k % 64 == 56 || k + 8 == bytes.Length)
            {
                code.Line(line.ToString());
                line.Clear();
            }
        }
    }
}
