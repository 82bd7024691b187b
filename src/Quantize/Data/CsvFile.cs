using System.Globalization;
using System.Text;
using EdgeLstm.Generator.Diagnostics;

namespace EdgeLstm.Quantize.Data;

/// <summary>Numbers under a header of names, comma-separated, with a point as decimal mark. A blank cell is NaN.</summary>
public static class CsvFile
{
    public static CsvTable Read(string path, IReadOnlyList<string> names)
    {
        using var stream = InputFile.Open(path);
        try
        {
            using var text = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            return Read(text, names);
        }
        catch (ModelException e)
        {
            throw e.In(path);
        }
    }

    public static CsvTable Read(TextReader text, IReadOnlyList<string> names)
    {
        var reader = new CsvReader(text);
        if (!reader.Read() || reader.IsBlank)
            throw Bad("an empty first line", "a header of column names", "write the inputs' names on the first line");
        var columns = new CsvColumns(Header(reader), names);

        var values = new List<float>();
        var starts = new List<int>();
        string? window = null;
        int rows = 0, blanks = 0;
        while (reader.Read())
        {
            // Blank lines at the end are an editor's; between rows they are a blank cell, where there is only one column.
            if (reader.IsBlank)
            {
                blanks++;
                continue;
            }

            if (blanks > 0 && columns.Header.Count > 1)
                throw Bad($"a blank line before line {reader.Line}", $"{columns.Header.Count} fields", "remove the line, or the rows after it");
            for (; blanks > 0; blanks--, rows++)
                values.Add(float.NaN);
            AddRow(reader, columns, values);
            if (columns.Window >= 0 && (window is null || !reader[columns.Window].SequenceEqual(window)))
            {
                window = reader[columns.Window].ToString();
                starts.Add(rows);
            }

            rows++;
        }

        if (rows == 0)
            throw Bad("a header and no rows", "one row per sample", "add the samples");
        return new(rows, [.. values], columns.Window >= 0 ? starts : null, columns.Notes);
    }

    static string[] Header(CsvReader reader)
    {
        var header = new string[reader.Fields];
        for (int i = 0; i < header.Length; i++)
            header[i] = reader[i].Trim().ToString();
        return header;
    }

    static void AddRow(CsvReader reader, CsvColumns columns, List<float> values)
    {
        if (reader.Fields != columns.Header.Count)
            throw Bad($"{reader.Fields} fields on line {reader.Line}", $"{columns.Header.Count} as in the header",
                "complete the row; text with a comma in it needs quotes, and a decimal mark is a point");
        if (values.Count > Array.MaxLength - columns.Positions.Count)
            throw new ModelException(ErrorCatalogue.DataShape, $"more than {Array.MaxLength} values", "fewer", "split the file");
        foreach (int field in columns.Positions)
            values.Add(Number(reader[field], reader.Line, field, columns.Header[field]));
    }

    static float Number(ReadOnlySpan<char> cell, int line, int field, string name)
    {
        cell = cell.Trim();
        if (cell.IsEmpty)
            return float.NaN;
        if (float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float value))
        {
            // 1e60 parses to infinity: that is a wrong number, not an infinite one.
            if (!float.IsInfinity(value) || cell.IndexOfAnyInRange('0', '9') < 0)
                return value;
            throw Bad($"{cell} on line {line}, column {field + 1} ('{name}')", "a number in float32's range, ±3.4e38", "correct the cell");
        }

        // pandas and numpy write infinity as inf.
        var unsigned = cell.TrimStart("+-");
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase))
            return cell[0] == '-' ? float.NegativeInfinity : float.PositiveInfinity;
        string shown = cell.Length > 40 ? $"{cell[..40]}…" : cell.ToString();
        throw Bad($"'{shown}' on line {line}, column {field + 1} ('{name}')", "a number", "correct the cell, or leave it blank where there is no value");
    }

    static ModelException Bad(string found, string expected, string remedy) => new(ErrorCatalogue.BadCsv, found, expected, remedy);
}
