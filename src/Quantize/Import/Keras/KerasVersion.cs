using System.Globalization;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>Which Keras wrote a file: functions and weights of one name differ between them.</summary>
/// <param name="Text">As the file has it; empty where it says nothing.</param>
/// <param name="Major">1, 2 or 3; null where it is not known.</param>
readonly record struct KerasVersion(string Text, int? Major)
{
    public static KerasVersion Of(string? text) => new(text ?? "",
        int.TryParse(text?.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) ? major : null);

    /// <summary>Before 1.2 Keras did not write its version.</summary>
    public static KerasVersion BeforeVersions { get; } = new("", 1);
}
