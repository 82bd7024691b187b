using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit.Layers;

/// <summary>A recurrent layer: a state of h and, where the cell has one, c; <c>Layer.Step(x, h, c)</c> replaces both.</summary>
abstract class RecurrentEmitter(ModelArtifact model, int index, ArtifactRecurrent layer) : LayerEmitter(model, index)
{
    public override bool Reverse => layer.Reverse;

    /// <summary>The C# type of cell states.</summary>
    protected string Cell => IsFloat ? "float" : "short";

    /// <summary>Elements of the hidden state as <see cref="ArtifactLayer.Initial"/> has them.</summary>
    protected abstract int HiddenLength { get; }

    /// <summary>What stands for a cell state where there is none.</summary>
    protected virtual string NoState => "";

    protected abstract void Declaration(CodeWriter code, string constants);

    public override void Weights(CodeWriter code, Func<byte[], string> constants)
    {
        Declaration(code, constants(layer.Data));
        code.Line();
        if (!Begins)
            return;
        int hidden = HiddenLength * StateLayout.Size(Activation);
        Initial(code, "H", Activation, constants(layer.Initial.Take(hidden).ToArray()));
        if (layer.Initial.Length > hidden)
            Initial(code, "C", Cell, constants(layer.Initial.Skip(hidden).ToArray()));
    }

    public override void Begin(CodeWriter code, ValueNames names)
    {
        foreach (var field in Fields)
        {
            string cast = names.Windows ? names.State(Index, field.Part) : $"(global::System.Span<{field.Type}>){names.State(Index, field.Part)}";
            code.Line($"Weights.Initial{char.ToUpperInvariant(field.Part[0])}{Index}.CopyTo({cast});");
        }
    }

    public override void Step(CodeWriter code, ValueNames names, string comment)
    {
        string h = names.State(Index, "h"), state = string.Join(", ", Fields.Select(field => names.State(Index, field.Part)));
        string step = $"Weights.Layer{Index}.Step({names.Units(layer.Source)}, {state}{NoState})";
        if (IsFloat || names.Windows)
        {
            code.Line($"{step};{comment}");
        }
        else
        {
            code.Line($"if ({step}){comment}");
            code.Line("    state._saturatedStates++;");
        }

        if (names.Windows && !IsFloat && HasUnits(names))
            code.Line($"{h}.Slice(0, {names.UnitWidth(Index)}).CopyTo({names.Units(Index)});");
        if (names.Windows && HasFloats(names))
            ToFloats(code, names);
    }

    /// <summary>Writes the hidden state's floats for a layer that reads those.</summary>
    public void ToFloats(CodeWriter code, ValueNames names)
    {
        string h = names.State(Index, "h");
        code.Line(IsFloat
            ? $"{h}.Slice(0, {layer.Outputs}).CopyTo({names.Floats(Index)});"
            : $"global::EdgeLstm.Layers.Quantizer.Dequantize({h}, {CodeWriter.Float(1f / layer.HiddenScale)}, {names.Floats(Index)});");
    }

    void Initial(CodeWriter code, string part, string type, string constants)
    {
        code.Line($"public static global::System.ReadOnlySpan<{type}> Initial{part}{Index} => global::System.Runtime.InteropServices.MemoryMarshal.Cast<byte, {type}>({constants});");
        code.Line();
    }
}
