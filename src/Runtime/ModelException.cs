namespace EdgeLstm;

/// <summary>
/// A model, artifact or data file that cannot be used as it is. The message is one line and says what was found, what was expected and
/// what to do about it. docs/errors.md explains each <see cref="Id"/>.
/// </summary>
public sealed class ModelException : Exception
{
    /// <summary>Makes the message of its parts; control characters in them become spaces.</summary>
    /// <param name="id">See <see cref="Id"/>.</param>
    /// <param name="found">See <see cref="Found"/>.</param>
    /// <param name="expected">See <see cref="Expected"/>.</param>
    /// <param name="remedy">See <see cref="Remedy"/>.</param>
    /// <param name="file">See <see cref="File"/>.</param>
    /// <param name="node">See <see cref="Node"/>.</param>
    internal ModelException(string id, string found, string expected, string remedy, string? file = null, string? node = null)
        : base(Format(found, expected, remedy, file, node))
    {
        Id = id;
        Found = found;
        Expected = expected;
        Remedy = remedy;
        File = file;
        Node = node;
    }

    /// <summary>The catalogue id, for example <c>ELSTM101</c>.</summary>
    public string Id { get; }

    /// <summary>What is wrong, as words behind "found".</summary>
    public string Found { get; }

    /// <summary>What would be right.</summary>
    public string Expected { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }

    /// <summary>The file, where one is at fault.</summary>
    public string? File { get; }

    /// <summary>The graph's node, layer or tensor, likewise.</summary>
    public string? Node { get; }

    /// <summary>The same error, told of a file that the thrower did not know.</summary>
    /// <param name="file">See <see cref="File"/>.</param>
    internal ModelException In(string file) => File is null ? new(Id, Found, Expected, Remedy, file, Node) : this;

    /// <summary>The same error, with more about the file than its name.</summary>
    /// <param name="file">See <see cref="File"/>.</param>
    internal ModelException Of(string file) => new(Id, Found, Expected, Remedy, file, Node);

    /// <summary>The same error, told of a node that the thrower did not know.</summary>
    /// <param name="node">See <see cref="Node"/>.</param>
    internal ModelException At(string node) => Node is null ? new(Id, Found, Expected, Remedy, File, node) : this;

    static string Format(string found, string expected, string remedy, string? file, string? node)
    {
        string where = (file, node) switch
        {
            (null, null) => "",
            (null, _) => $"node '{node}': ",
            (_, null) => $"{file}: ",
            _ => $"{file}, node '{node}': ",
        };
        return OneLine($"{where}found {found}, expected {expected}; {remedy}");
    }

    /// <summary>Names out of a hostile file must not break the one-line rule or the terminal.</summary>
    static string OneLine(string text)
    {
        var characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
            if (char.IsControl(characters[i]))
                characters[i] = ' ';
        return new string(characters);
    }
}
