namespace EdgeLstm.Quantize.Import.Onnx.Values;

/// <summary>
/// A value computed from data: stages whose features stand side by side (−1 is the graph's input), layer after layer, and its axes. An axis is a list of
/// axisParts: none is an axis of size one, several are axes that a Reshape merged.
/// </summary>
sealed record ComputedValue(int[] Parts, AxisPart[][] Axes) : Value
{
    public int Rank => Axes.Length;

    public IEnumerable<AxisPart> AxisParts => Axes.SelectMany(axis => axis);

    public bool Has(int axis) => AxisParts.Any(axisPart => axisPart.Axis == axis);

    /// <summary>The size of one axis, as Shape gives it.</summary>
    public Dim Size(int axis)
    {
        if (Axes[axis].Length == 1)
            return Axes[axis][0].Dim;
        Int128 product = 1;
        foreach (var axisPart in Axes[axis])
        {
            product *= axisPart.Size;
            if (axisPart.Size < 0 || product > int.MaxValue)
                return new(-1, Dim.Unknown);
        }
        return new((long)product);
    }

    /// <summary>Merged axisParts; those of size one disappear into the others.</summary>
    public static AxisPart[] Merge(IReadOnlyCollection<AxisPart> axisParts) =>
        axisParts.Count < 2 ? [.. axisParts] : [.. axisParts.Where(axisPart => axisPart.Size != 1)];

    public bool SameAxes(ComputedValue other, int except) =>
        Rank == other.Rank && Enumerable.Range(0, Rank).All(axis => axis == except || Axes[axis].SequenceEqual(other.Axes[axis]));

    public string Describe() =>
        "[" + string.Join(", ", Enumerable.Range(0, Rank).Select(axis => Size(axis).ToString())) + "]";
}
