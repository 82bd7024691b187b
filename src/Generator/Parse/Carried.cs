namespace EdgeLstm.Generator.Parse;

/// <summary>
/// A value that follows from the other members of its record, such as a parsed model beside its text's checksum, and so takes no part in
/// comparing records.
/// </summary>
readonly struct Carried<T>(T value) : IEquatable<Carried<T>>
{
    public T Value { get; } = value;

    public bool Equals(Carried<T> other) => true;

    public override bool Equals(object? obj) => obj is Carried<T>;

    public override int GetHashCode() => 0;
}
