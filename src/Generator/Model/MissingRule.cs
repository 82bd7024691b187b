using System.Globalization;

namespace EdgeLstm.Generator.Model;

/// <summary>What a model takes an input value for that is missing.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Limit">The most samples in a row that a value is held for; 0: none is, and the mean stands in at once.</param>
sealed record MissingRule(MissingKind Kind, int Limit)
{
    /// <summary>The largest <see cref="Limit"/>.</summary>
    public const int MaxSamples = 1_000_000;

    /// <summary>Of models that say nothing.</summary>
    public static MissingRule Centre { get; } = new(MissingKind.Centre, 0);

    /// <summary>As files have it: <c>centre</c>, <c>hold 24</c>.</summary>
    public override string ToString() => Kind == MissingKind.Hold ? string.Format(CultureInfo.InvariantCulture, "hold {0}", Limit) : "centre";

    /// <summary>Reads what <see cref="ToString"/> writes; null where it is something else.</summary>
    public static MissingRule? Parse(string text)
    {
        const string Hold = "hold ";
        if (text == "centre")
            return Centre;
        if (!text.StartsWith(Hold, StringComparison.Ordinal)
            || !int.TryParse(text.Substring(Hold.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int limit))
            return null;
        return limit <= MaxSamples ? new(MissingKind.Hold, limit) : null;
    }
}
