using System.Text.Json;

namespace EdgeLstm.Tool.Reports;

/// <summary>A report as one JSON object. A number that JSON cannot say (NaN, infinity) is null.</summary>
static class JsonReport
{
    public static void Write(Report report, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            foreach (var fact in report.Facts)
                WriteValue(json, fact.Key, fact.Value.Value);
            foreach (var table in report.Tables)
                WriteTable(json, table);
            json.WriteStartArray("notes");
            foreach (string note in report.Above.Concat(report.Notes))
                json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    static void WriteTable(Utf8JsonWriter json, ReportTable table)
    {
        json.WriteStartArray(table.Key);
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            for (int c = 0; c < row.Count; c++)
                WriteValue(json, table.Columns[c].Key, row[c].Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteValue(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case long number:
                json.WriteNumber(key, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(key, number);
                break;
            case bool flag:
                json.WriteBoolean(key, flag);
                break;
            case string text:
                json.WriteString(key, text);
                break;
            default:
                json.WriteNull(key);
                break;
        }
    }
}
