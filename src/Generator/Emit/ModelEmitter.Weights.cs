using System.Globalization;
using System.Text;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Emit;

static partial class ModelEmitter
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
        if (HasRule(model))
        {
            Channels(code, "Mean", model.Inputs.Select(i => i.Mean));
            code.Line();
        }

        if (model.Scheme != Scheme.Float32 && model.Plan.AsFloats(-1))
            InputFloats(code, model);
        var blob = new List<byte>();
        foreach (var constant in model.Program.Constants)
        {
            code.Line(constant is LayerObject layer ? Object(layer, blob) : Values(((ConstantValues)constant).Slot, blob));
            code.Line();
        }

        // Eight bytes a literal: the compiler takes that ten times faster than a byte array, and no code runs to make it.
        code.Line("static global::System.ReadOnlySpan<byte> Constants(int start, int length) => global::System.Runtime.InteropServices.MemoryMarshal.AsBytes(Data).Slice(start, length);");
        code.Line();
        code.Line("static global::System.ReadOnlySpan<ulong> Data => new ulong[]");
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
        code.Line($"public static global::System.ReadOnlySpan<float> {name} => [{string.Join(", ", padded.Select(CodeWriter.Float))}];");
    }

    /// <summary>What a unit of each input is to the network: x = units · scale + offset.</summary>
    static void InputFloats(CodeWriter code, ModelArtifact model)
    {
        var map = model.Inputs.Select(i => i.FromUnits).ToList();
        code.Line($"public static global::System.ReadOnlySpan<float> InputScale => [{string.Join(", ", map.Select(m => CodeWriter.Float(m.Scale)))}];");
        code.Line();
        code.Line($"public static global::System.ReadOnlySpan<float> InputOffset => [{string.Join(", ", map.Select(m => CodeWriter.Float(m.Offset)))}];");
        code.Line();
    }

    static string Object(LayerObject layer, List<byte> blob)
    {
        var arguments = layer.Arguments.Select(argument => (argument.Name.Length == 0 ? "" : argument.Name + ": ") + Text(argument.Value));
        return $"public static readonly global::EdgeLstm.Layers.{layer.Type} Layer{layer.Layer} = new({string.Join(", ", arguments)});";

        string Text(object value) => value switch
        {
            byte[] data => Append(blob, data),
            bool flag => flag ? "true" : "false",
            Enum word => string.Join(" | ", $"{word}".Split(',').Select(name => $"global::EdgeLstm.{word.GetType().Name}.{name.Trim()}")),
            System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Text))}]",
            var number => FormattableString.Invariant($"{number}"),
        };
    }

    static string Values(Slot slot, List<byte> blob)
    {
        string type = StateLayout.TypeName(slot.Element), bytes = Append(blob, slot.Data);
        return $"public static global::System.ReadOnlySpan<{type}> {slot.Name} => "
            + $"global::System.Runtime.InteropServices.MemoryMarshal.Cast<byte, {type}>({bytes});";
    }

    static string Append(List<byte> blob, byte[] data)
    {
        int start = blob.Count;
        blob.AddRange(data);
        while (blob.Count % 8 != 0)
            blob.Add(0);
        return $"Constants({start}, {data.Length})";
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
