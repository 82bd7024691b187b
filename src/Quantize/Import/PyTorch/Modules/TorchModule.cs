using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Files;

namespace EdgeLstm.Quantize.Import.PyTorch.Modules;

/// <summary>A module, as its tensors' names and shapes tell it.</summary>
/// <param name="Tensors">By what follows the module's name: <c>weight_ih_l0</c>, <c>bias</c>.</param>
/// <param name="Inputs">Features that it reads; of a convolution, those of one group.</param>
/// <param name="Outputs">Features that it gives.</param>
sealed record TorchModule(string Name, ModuleKind Kind, IReadOnlyDictionary<string, StoredTensor> Tensors, int Inputs, int Outputs)
{
    public bool IsRecurrent => Kind is ModuleKind.Lstm or ModuleKind.Gru or ModuleKind.Rnn;

    public bool IsNorm => Kind is ModuleKind.LayerNorm or ModuleKind.BatchNorm;

    /// <summary>Whether it looks at more than one sample.</summary>
    public bool IsOverTime => IsRecurrent || Kind == ModuleKind.Conv;

    /// <summary>For messages: <c>fc 5→1</c>.</summary>
    public string Size => $"{Name.Short()} {Inputs}→{Outputs}";

    /// <summary>Whether it can stand behind what gives so many features; null: it is the first, and reads what it likes.</summary>
    public bool Follows(int? features) => features is not int count || count == Inputs
        || Kind == ModuleKind.Conv && count % Inputs == 0 && Outputs % (count / Inputs) == 0;

    /// <summary>Null where the module has no such tensor.</summary>
    /// <exception cref="ModelException">ELSTM111.</exception>
    public float[]? Values(string tensor)
    {
        if (!Tensors.TryGetValue(tensor, out var found))
            return null;
        float[] values = found.Values();
        return Array.TrueForAll(values, float.IsFinite) ? values
            : throw new ModelException(ErrorCatalogue.NotFinite, "a weight that is no finite number", "finite float32 weights",
                "train again or save another checkpoint: this one diverged", null, $"{Name}.{tensor}".Short());
    }
}
