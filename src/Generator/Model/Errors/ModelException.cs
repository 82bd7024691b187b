namespace EdgeLstm.Generator.Model.Errors;

/// <summary>
/// A model, artifact or data file that cannot be used as it is. The message is one line and says what was found, what was
/// expected and what to do about it; <see cref="Id"/> is an entry of <see cref="ErrorCatalogue"/>.
/// </summary>
sealed class ModelException : Exception
{
    public ModelException(string id, string found, string expected, string remedy, string? file = null, string? node = null)
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

    public string Found { get; }

    public string Expected { get; }

    public string Remedy { get; }

    public string? File { get; }

    public string? Node { get; }

    /// <summary>The same error, told of a file that the thrower did not know.</summary>
    public ModelException In(string file) => File is null ? new(Id, Found, Expected, Remedy, file, Node) : this;

    /// <summary>The same error, told of a node that the thrower did not know.</summary>
    public ModelException At(string node) => Node is null ? new(Id, Found, Expected, Remedy, File, node) : this;

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
