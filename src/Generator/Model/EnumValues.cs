namespace EdgeLstm.Generator.Model;

/// <summary>The values of an enumeration, in their order.</summary>
static class EnumValues
{
    /// <summary>
    /// By their names: GetValues makes an array of a type that a native program may not have, and netstandard2.0 has not its generic form.
    /// </summary>
    public static IEnumerable<T> Of<T>()
        where T : struct, Enum => Enum.GetNames(typeof(T)).Select(name => (T)Enum.Parse(typeof(T), name));
}
