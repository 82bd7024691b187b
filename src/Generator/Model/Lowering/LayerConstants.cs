namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>Where a layer declares its constants.</summary>
sealed class LayerConstants(ProgramBuilder program, int index)
{
    readonly List<Constant> _list = [];

    public Scheme Scheme => program.Model.Scheme;

    public bool IsFloat => program.IsFloat;

    public IReadOnlyList<Constant> List()
    {
        program.Model.Layers[index].Declare(this);
        return _list;
    }

    /// <summary>The layer's object.</summary>
    /// <param name="type">The runtime's class for integers; that for floats has Float before its name.</param>
    /// <param name="arguments">Of its constructor.</param>
    public void Object(string type, params Argument[] arguments) =>
        _list.Add(new LayerObject(index, (IsFloat ? "Float" : "") + type, arguments));

    /// <summary>Numbers that calls read.</summary>
    public void Values(string part, ElementType element, byte[] data) => _list.Add(new ConstantValues(
        new(Storage.Constant, index, part, element, data.Length / Slot.Size(element), new(0, 1, 1)) { Data = data }));
}
