namespace EdgeLstm.Quantize.Import.PyTorch.Pickles;

/// <summary>
/// What a pickle names and Python would look up: a class or a function. Here it stays a name. <paramref name="At"/> is the byte where it
/// stands.
/// </summary>
sealed record PickleName(string Module, string Name, int At)
{
    public bool Is(string module, string name) => Module == module && Name == name;

    /// <summary>As Python writes it.</summary>
    public string Full => $"{Module}.{Name}".Short();
}
