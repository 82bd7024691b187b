using System.Globalization;
using System.Text;

namespace PlantSpace.Tests;

/// <summary>Rows of values that the model can tell apart, as long as a test needs them.</summary>
static class Rows
{
    public static float[] At(int row)
    {
        var values = new float[PlantModel.InputCount];
        for (int k = 0; k < values.Length; k++)
        {
            var (min, max) = (PlantModel.Inputs[k].Min, PlantModel.Inputs[k].Max);
            (min, max) = float.IsFinite(min) && float.IsFinite(max) ? (min, max) : (-1, 1);
            values[k] = min + (max - min) * (0.5f + 0.2f * MathF.Sin(0.3f * row + k));
        }

        return values;
    }

    /// <summary>The same as a table.</summary>
    public static string Table(int rows, char separator, char mark, Func<string, string>? title = null)
    {
        var text = new StringBuilder();
        var titles = new List<string>();
        foreach (var input in PlantModel.Inputs)
            titles.Add(Quoted((title ?? (name => name))(input.Name)));
        text.AppendLine(string.Join(separator, titles));
        for (int row = 0; row < rows; row++)
            text.AppendLine(string.Join(separator, At(row).Select(value => Cell(value.ToString("F6", CultureInfo.InvariantCulture)))));
        return text.ToString();

        string Cell(string number) => separator == mark ? Quoted(number.Replace('.', mark)) : number.Replace('.', mark);
    }

    static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
