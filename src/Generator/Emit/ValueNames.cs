using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit;

/// <summary>
/// The generated code's names for values: <c>x</c> the input, <c>q3</c> a layer's activation units, <c>y3</c> its floats. In a window model they are
/// rows, one after the other for every step, and a step is a slice of them.
/// </summary>
sealed class ValueNames(ModelArtifact model, bool windows)
{
    public bool Windows => windows;

    bool IsFloat => model.Scheme == Scheme.Float32;

    /// <summary>One step's activation units; in the float scheme, its floats.</summary>
    public string Units(int layer) => IsFloat ? Floats(layer) : Step(AllUnits(layer), layer, UnitWidth(layer));

    public string Floats(int layer) => Step(AllFloats(layer), layer, Width(layer));

    public string AllUnits(int layer) =>
        IsFloat ? AllFloats(layer)
        : layer < 0 ? "x"
        : !windows && model.Layers[layer].Gives == ValueForm.Units ? State(layer, "h")
        : $"q{layer}";

    public string AllFloats(int layer) =>
        layer < 0 ? IsFloat ? "x" : "v"
        : !windows && IsFloat && model.Layers[layer].Gives == ValueForm.Units ? State(layer, "h")
        : $"y{layer}";

    /// <summary>A part of a layer's state.</summary>
    public string State(int layer, string part) => windows ? $"{part}{layer}" : $"state._{part}{layer}";

    /// <summary>Values of one step.</summary>
    public int Width(int layer) => layer < 0 ? model.Inputs.Count : model.Layers[layer].Outputs;

    /// <summary>Elements of one step's units, of which the last are padding.</summary>
    public int UnitWidth(int layer) => IsFloat ? Width(layer) : CellShape.Padded(Width(layer));

    string Step(string name, int layer, int width) =>
        windows && model.Plan.Steps(layer).Fixed != 1 ? $"{name}.Slice(t * {width}, {width})" : name;
}
