namespace EdgeLstm.Generator.Parse;

/// <summary>
/// A value that follows from the other members of its record, such as a parsed model beside its text's checksum, and so takes no part in
/// comparing records.
/// </summary>
readonly struct Derived<T>(T value) : IEquatable<Derived<T>>
{
    public T Value { get; } = value;

    public bool Equals(Derived<T> other) => true;

    public override bool Equals(object? obj) => obj is Derived<T>;

    public override int GetHashCode() => 0;
}
