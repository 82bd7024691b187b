using System.Globalization;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// The file of <c>--schema</c>: a .csv with the header <c>kind,name,unit,mean,scale</c> and one row per input, then per output, in the
/// model's order. Blank unit, mean and scale are none, 0 and 1.
/// </summary>
static class SchemaFile
{
    static readonly string[] Columns = ["kind", "name", "unit", "mean", "scale"];

    public static Schema Read(string path, int inputs, int outputs)
    {
        using var text = TableText.Open(path);
        try
        {
            return Read(text, inputs, outputs);
        }
        catch (ModelException e)
        {
            // The text below the schema is CSV, but what the user has to mend is the schema.
            throw new ModelException(ErrorCatalogue.BadSchema, e.Found, e.Expected, e.Remedy, path);
        }
    }

    public static Schema Read(TextReader text, int inputs, int outputs) => Read(TableText.Of(text), inputs, outputs);

    /// <summary>The text of a schema that says what is known already, to be filled in.</summary>
    public static string Template(IReadOnlyList<Channel> inputs, IReadOnlyList<Channel> outputs)
    {
        var rows = inputs.Select(channel => ("input", channel)).Concat(outputs.Select(channel => ("output", channel)));
        return string.Concat(rows.Select(row => FormattableString.Invariant(
            $"{row.Item1},{Cell(row.channel.Name)},{Cell(row.channel.Unit)},0,1\n")).Prepend($"{string.Join(',', Columns)}\n"));

        static string Cell(string text) => text.IndexOfAny([',', ';', '\t', '|', '"', '\r', '\n']) < 0 ? text
            : $"\"{text.Replace("\"", "\"\"")}\"";
    }

    static Schema Read(TableText text, int inputs, int outputs)
    {
        var (reader, mark) = (text.Records(), new DecimalMark(ErrorCatalogue.BadSchema));
        if (!reader.Read() || !HeaderIsRight(reader))
            throw Bad("another first line", string.Join(',', Columns), "write that header");
        var schema = new Schema(new List<Channel>(), new List<Channel>());
        while (reader.Read())
        {
            if (reader.IsBlank)
                continue;
            if (reader.Fields != Columns.Length)
                throw Bad($"{reader.Fields} fields on line {reader.Line}", $"{Columns.Length}", "complete the row");
            var channels = reader[0].Trim() switch
            {
                "input" => schema.Inputs,
                "output" => schema.Outputs,
                var kind => throw Bad($"kind '{kind}' on line {reader.Line}", "input or output", "correct the row"),
            };
            ((List<Channel>)channels).Add(Row(reader, mark, channels));
        }

        RequireCount(schema.Inputs, inputs, "input");
        RequireCount(schema.Outputs, outputs, "output");
        return schema;
    }

    static bool HeaderIsRight(CsvReader reader)
    {
        bool right = reader.Fields == Columns.Length;
        for (int i = 0; right && i < Columns.Length; i++)
            right = reader[i].Trim().SequenceEqual(Columns[i]);
        return right;
    }

    static Channel Row(CsvReader reader, DecimalMark mark, IReadOnlyList<Channel> before)
    {
        string name = reader[1].Trim().ToString();
        if (name.Length == 0)
            throw Bad($"no name on line {reader.Line}", "a name", "name the channel");
        if (before.Any(channel => channel.Name == name))
            throw Bad($"'{name}' a second time on line {reader.Line}", "each name once", "rename one of them");
        float scale = Number(reader, mark, 4, blank: 1);
        if (!(scale > 0))
            throw Bad($"scale {scale.ToString(CultureInfo.InvariantCulture)} on line {reader.Line}", "a scale above 0",
                "give the standard deviation or range that the model was trained with");
        return new(name, reader[2].Trim().ToString(), Number(reader, mark, 3, blank: 0), scale);
    }

    static float Number(CsvReader reader, DecimalMark mark, int field, float blank)
    {
        var cell = reader[field].Trim();
        if (cell.IsEmpty)
            return blank;
        if (mark.TryParse(cell, reader.Line, out double value) && float.IsFinite((float)value))
            return (float)value;
        throw Bad($"{Columns[field]} '{cell}' on line {reader.Line}", "a finite number", "correct the cell");
    }

    static void RequireCount(IReadOnlyList<Channel> channels, int count, string kind)
    {
        if (channels.Count != count)
            throw Bad($"{channels.Count} {kind} row{(channels.Count == 1 ? "" : "s")}", $"{count}, one per {kind} of the model",
                "'edgelstm inspect MODEL' lists them in order");
    }

    static ModelException Bad(string found, string expected, string remedy) => new(ErrorCatalogue.BadSchema, found, expected, remedy);
}
