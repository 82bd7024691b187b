namespace EdgeLstm.Quantize.Import.Values;

/// <summary>
/// A value computed from data: stages whose features stand side by side (−1 is the graph's input), layer after layer, and its axes. An axis is a list of
/// atoms: none is an axis of size one, several are axes that a Reshape merged.
/// </summary>
sealed record Flow(int[] Parts, Atom[][] Axes) : Value
{
    public int Rank => Axes.Length;

    public IEnumerable<Atom> Atoms => Axes.SelectMany(axis => axis);

    public bool Has(int axis) => Atoms.Any(atom => atom.Axis == axis);

    /// <summary>The size of one axis, as Shape gives it.</summary>
    public Dim Size(int axis)
    {
        if (Axes[axis].Length == 1)
            return Axes[axis][0].Dim;
        Int128 product = 1;
        foreach (var atom in Axes[axis])
        {
            product *= atom.Size;
            if (atom.Size < 0 || product > int.MaxValue)
                return new(-1, Dim.Unknown);
        }
        return new((long)product);
    }

    /// <summary>Merged atoms; those of size one disappear into the others.</summary>
    public static Atom[] Merge(IReadOnlyCollection<Atom> atoms) =>
        atoms.Count < 2 ? [.. atoms] : [.. atoms.Where(atom => atom.Size != 1)];

    public bool SameAxes(Flow other, int except) =>
        Rank == other.Rank && Enumerable.Range(0, Rank).All(axis => axis == except || Axes[axis].SequenceEqual(other.Axes[axis]));

    public string Describe() =>
        "[" + string.Join(", ", Enumerable.Range(0, Rank).Select(axis => Size(axis).ToString())) + "]";
}
