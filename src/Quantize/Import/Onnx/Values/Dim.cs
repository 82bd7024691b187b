namespace EdgeLstm.Quantize.Import.Onnx.Values;

/// <summary>A size that is known, or that is the free size of one of the graph input's axes or of a time axis that a layer made, or (Unknown) a product of such.</summary>
readonly record struct Dim(long Size, int Axis = Dim.Static)
{
    public const int Static = -1;

    public const int Unknown = -2;

    const int FirstLast = -10;

    /// <summary>The last place of a free axis, its size less one.</summary>
    public static int LastOf(int axis) => FirstLast - axis;

    /// <summary>The axis that this is the last place of; null of anything else.</summary>
    public int? LastAxis => Axis <= FirstLast ? FirstLast - Axis : null;

    public static Dim Free(int axis) => new(-1, axis);

    public bool IsStatic => Axis == Static;

    /// <summary>Elements stored along it: values repeat along a free axis, so one is enough.</summary>
    public int Stored => IsStatic ? (int)Size : 1;

    public override string ToString() => IsStatic ? $"{Size}" : "free";
}
