using System.Globalization;

namespace EdgeLstm.Quantize.Training;

/// <summary>What <c>train</c> takes where an option is not given.</summary>
/// <param name="Validation">Share of the data held out to choose by.</param>
sealed record TrainDefaults(NetworkOptions Network, TrainingOptions Training, double Validation)
{
    /// <summary>Of tables of the user's own.</summary>
    public static TrainDefaults Any { get; } = new(new(), new(), 0.15);

    /// <summary>For help: an option's default, or that of each data set.</summary>
    public static string Default(IReadOnlyDictionary<string, TrainDefaults> sets, Func<TrainDefaults, object> value)
    {
        var texts = sets.Select(set => (set.Key, Text: Convert.ToString(value(set.Value), CultureInfo.InvariantCulture))).ToList();
        return texts.Select(text => text.Text).Distinct().Count() == 1 ? $"Default: {texts[0].Text}"
            : $"Default: {string.Join(", ", texts.Select(text => $"{text.Text} for {text.Key}"))}";
    }
}
