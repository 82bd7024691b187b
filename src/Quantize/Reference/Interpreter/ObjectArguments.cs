using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Quantize.Reference.Interpreter;

/// <summary>
/// The arguments of a layer's object, each to be taken once: one that stays behind would be an argument that only the printer knows.
/// </summary>
sealed class ObjectArguments(LayerObject layer)
{
    readonly List<Argument> _rest = [.. layer.Arguments];

    public bool Has(string name) => _rest.Exists(argument => argument.Name == name);

    public int Int(string name) => Take<int>(name);

    public int Int(string name, int absent) => Has(name) ? Take<int>(name) : absent;

    /// <summary>False where it is not given.</summary>
    public bool Flag(string name) => Has(name) && Take<bool>(name);

    public byte[] Bytes(string name) => Take<byte[]>(name);

    /// <summary>The first of a type among those that are given in their place.</summary>
    public T Unnamed<T>() => Take<T>("");

    public void RequireAllTaken()
    {
        if (_rest.Count != 0)
            throw new InvalidOperationException($"{layer.Type} has more arguments: {string.Join(", ", _rest)}.");
    }

    T Take<T>(string name)
    {
        int at = _rest.FindIndex(argument => argument.Name == name && argument.Value is T);
        if (at < 0)
            throw new InvalidOperationException($"{layer.Type} has no {typeof(T).Name} {(name.Length == 0 ? "in its place" : name)}.");
        var value = (T)_rest[at].Value;
        _rest.RemoveAt(at);
        return value;
    }
}
