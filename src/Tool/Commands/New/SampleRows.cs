using System.Globalization;
using System.Text;
using EdgeLstm.Generator.Model;

namespace EdgeLstm.Tool.Commands.New;

/// <summary>A table that a model takes, made up: each input around its mean, slowly up and down.</summary>
static class SampleRows
{
    const int Beyond = 60, MostRows = 5000;

    /// <param name="model">Whose inputs the columns are.</param>
    /// <param name="warmUp">Rows before the first answer.</param>
    public static string For(ModelArtifact model, int warmUp)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', model.Inputs.Select(input => Title(input.Name))).Append('\n');
        int rows = Math.Min(warmUp + Beyond, MostRows);
        for (int row = 0; row < rows; row++)
            text.AppendJoin(',', model.Inputs.Select((input, k) => Value(model, input, row, k))).Append('\n');
        return text.ToString();
    }

    static string Value(ModelArtifact model, InputChannel input, int row, int k)
    {
        double value = input.Mean + 0.5 * input.Scale * Math.Sin(0.1 * row + k);
        if (input.Range(model.Scheme) is var (min, max))
            value = Math.Clamp(value, min, max);
        return value.ToString("G5", CultureInfo.InvariantCulture);
    }

    /// <summary>In quotes where a reader would take it apart.</summary>
    static string Title(string name)
    {
        string line = name.ReplaceLineEndings(" ");
        return line.Length == 0 || line.IndexOfAny([',', ';', '\t', '|', '"', ' ']) >= 0 ? $"\"{line.Replace("\"", "\"\"")}\"" : line;
    }
}
