using System.Globalization;
using System.Text;
using EdgeLstm;

namespace PlantSpace;

/// <summary>
/// Rows of CSV as loggers and spreadsheets write them: titles first, parted by ; , | or tabs, with a decimal point or comma. A column is an
/// input's by its title, whatever the case, the unit in brackets and the marks between words; or by what the command line says.
/// </summary>
sealed class SensorTable
{
    const int LongestNumber = 64;

    readonly TextReader _text;
    readonly char _separator;
    readonly int[] _inputs; // of each column, the input; −1 of others
    readonly int _group = -1;
    string? _lastGroup;
    char _mark;

    /// <param name="text">Read from where it stands.</param>
    /// <param name="inputs">The model's.</param>
    /// <param name="titles">Of inputs whose columns are called otherwise.</param>
    /// <param name="group">The column that tells machines apart; null where there is one machine.</param>
    /// <exception cref="InvalidDataException">A column is missing, or there twice.</exception>
    public SensorTable(TextReader text, ReadOnlySpan<ChannelInfo> inputs, IReadOnlyDictionary<string, string> titles, string? group)
    {
        _text = text;
        string? line = text.ReadLine();
        if (line is not null && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)) // Excel's hint
            line = text.ReadLine();
        if (line is null)
            throw new InvalidDataException("found no rows, expected a line of titles and rows below it");
        string[] names = new string[inputs.Length];
        for (int k = 0; k < names.Length; k++)
            names[k] = titles.GetValueOrDefault(inputs[k].Name, inputs[k].Name);
        _separator = ";\t,|".MaxBy(separator => names.Count(name => Find(Cells(line, separator), name).Length > 0));
        var header = Cells(line, _separator);
        _inputs = new int[header.Count];
        Array.Fill(_inputs, -1);
        for (int k = 0; k < names.Length; k++)
            _inputs[One(header, names[k], $"for the input {inputs[k]}", $"name the column with --column \"{inputs[k].Name}=TITLE\"")] = k;
        if (group is not null)
            _group = One(header, group, "of --group", "correct --group");
    }

    /// <summary>Rows that were read.</summary>
    public long Row { get; private set; }

    /// <summary>Cells that were no numbers; the model's rule for missing values takes them.</summary>
    public long Missing { get; private set; }

    /// <summary>Whether the row is of another machine than the one before.</summary>
    public bool IsNewGroup { get; private set; }

    /// <summary>Takes the next row that is not blank; false at the end.</summary>
    public bool Read(Span<float> sample)
    {
        string? line;
        do
            line = _text.ReadLine();
        while (line is not null && string.IsNullOrWhiteSpace(line));
        if (line is null)
            return false;
        Row++;
        sample.Fill(float.NaN);
        IsNewGroup = false;
        for (int column = 0, at = 0; column < _inputs.Length && at <= line.Length; column++)
        {
            ReadOnlySpan<char> cell = Next(line, _separator, ref at);
            if (_inputs[column] >= 0)
                sample[_inputs[column]] = Number(cell);
            if (column == _group && !cell.Equals(_lastGroup, StringComparison.Ordinal))
                (IsNewGroup, _lastGroup) = (_lastGroup is not null, cell.ToString());
        }

        foreach (float value in sample)
            Missing += float.IsFinite(value) ? 0 : 1;
        return true;
    }

    /// <summary>
    /// A table has one decimal mark: the first number that can only be read in one way says which. In 1,234 a comma before that is one.
    /// </summary>
    /// <exception cref="InvalidDataException">Another number had another mark.</exception>
    float Number(ReadOnlySpan<char> cell)
    {
        if (cell.Length > LongestNumber)
            return float.NaN;
        int last = Math.Max(cell.LastIndexOf(','), cell.LastIndexOf('.'));
        char mark = last < 0 ? '.' : cell[last], other = mark == ',' ? '.' : ',';
        if (last >= 0 && (cell.Count(mark) > 1 || _mark == other && cell.Length - last == 4))
            mark = other; // 1.234.567, or three digits behind the mark of groups
        Span<char> plain = stackalloc char[LongestNumber];
        int length = 0;
        foreach (char c in cell)
        {
            if (c == mark)
                plain[length++] = '.';
            else if (c is not (',' or '.' or '\'' or ' ' or '\u00A0' or '\u202F')) // between groups of digits
                plain[length++] = c;
        }

        if (!float.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out float value))
            return float.NaN;
        if (last >= 0 && _mark != '\0' && _mark != mark)
            throw new InvalidDataException(
                $"found '{cell}' in row {Row}, with a decimal {(mark == ',' ? "comma" : "point")}, "
                    + "expected the mark of the numbers before; write all numbers alike");
        _mark = last >= 0 ? mark : _mark;
        return value;
    }

    /// <summary>The one column with a title.</summary>
    static int One(List<string> header, string name, string what, string remedy) => Find(header, name) switch
    {
        [int only] => only,
        [] => throw new InvalidDataException($"found the titles {string.Join(", ", header)}, expected '{name}' {what}; {remedy}"),
        int[] several => throw new InvalidDataException($"found '{name}' {what} {several.Length} times, expected it once; {remedy}"),
    };

    /// <summary>By the whole title, else without its unit, else by letters and digits alone.</summary>
    static int[] Find(List<string> header, string name)
    {
        int[] found = Where(title => title == name);
        if (found.Length == 0)
            found = Where(title => WithoutUnit(title) == name);
        return found.Length > 0 ? found : Where(title => Plain(title) == Plain(name) || Plain(WithoutUnit(title)) == Plain(name));

        int[] Where(Predicate<string> fits) => [.. Enumerable.Range(0, header.Count).Where(k => fits(header[k]))];
    }

    /// <summary><c>Vibration RMS</c> is <c>vibration_rms</c>, but <c>x_1_12</c> is not <c>x_11_2</c>.</summary>
    static string Plain(string title)
    {
        var plain = new StringBuilder();
        bool isApart = false;
        foreach (char c in title)
        {
            if (char.IsLetterOrDigit(c))
            {
                if (isApart && plain.Length > 0 && char.IsDigit(plain[^1]) && char.IsDigit(c))
                    plain.Append('_');
                plain.Append(char.ToLowerInvariant(c));
            }

            isApart = !char.IsLetterOrDigit(c);
        }

        return plain.ToString();
    }

    static string WithoutUnit(string title)
    {
        int open = title.LastIndexOfAny(['[', '(']);
        return open > 0 && title[^1] is ']' or ')' ? title[..open].TrimEnd() : title;
    }

    static List<string> Cells(string line, char separator)
    {
        var cells = new List<string>();
        for (int at = 0; at <= line.Length;)
            cells.Add(Next(line, separator, ref at).ToString());
        return cells;
    }

    /// <summary>The cell at <paramref name="at"/>, without quotes and the spaces around it; then behind its separator.</summary>
    static ReadOnlySpan<char> Next(string line, char separator, ref int at)
    {
        int start = at, end = at;
        bool isQuoted = false;
        for (; end < line.Length && (isQuoted || line[end] != separator); end++)
            isQuoted ^= line[end] == '"';
        at = end + 1;
        ReadOnlySpan<char> cell = line.AsSpan(start, end - start).Trim();
        if (cell.Length < 2 || cell[0] != '"' || cell[^1] != '"')
            return cell;
        cell = cell[1..^1];
        return cell.Contains('"') ? cell.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : cell.Trim();
    }
}
