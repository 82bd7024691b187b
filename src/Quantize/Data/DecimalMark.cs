using System.Buffers;
using System.Globalization;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Numbers as a country writes them: 1234.5, 1,234.5 or 1.234,5. A file has one decimal mark. The first number that shows it decides; one
/// that shows another is an error that names both, so that nothing is misread.
/// </summary>
/// <param name="errorId">Of that error.</param>
sealed class DecimalMark(string errorId)
{
    const string Groups = "' \u00A0\u202F"; // between three digits and three: Swiss, French, and Excel's

    static readonly SearchValues<char> OtherMarks = SearchValues.Create("," + Groups);

    (char Mark, string Cell, int Line)? _first;

    /// <summary>The mark of this file; null where no number has shown one.</summary>
    public char? Mark => _first?.Mark;

    /// <summary>Whether a cell is a number.</summary>
    /// <exception cref="ModelException">Its decimal mark is another than that of a number before it.</exception>
    public bool TryParse(ReadOnlySpan<char> cell, int line, out double value)
    {
        // Most files: no look at the marks is needed but whether there is a point.
        if (!cell.ContainsAny(OtherMarks))
        {
            if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
                return false;
            if (!cell.Contains('.') || Mark == '.')
                return true;
            if (Mark == ',' && Plain(cell, '.', ',') is { } grouped)
                return double.TryParse(grouped, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            Show('.', cell, line);
            return true;
        }

        value = 0;
        bool isComma = cell.LastIndexOf(',') > cell.LastIndexOf('.');
        // A comma between groups of three may be both: where points were seen, it parts thousands.
        if (isComma && Mark == '.' && Plain(cell, ',', '.') is { } thousands)
            return double.TryParse(thousands, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        char mark = isComma ? ',' : '.';
        if (Plain(cell, isComma ? '.' : ',', mark) is not { } plain
            || !double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return false;
        if (cell.Contains(mark))
            Show(mark, cell, line);
        return true;
    }

    /// <summary>A cell that is text or a number: the number with a point, and text as it is.</summary>
    public string Text(ReadOnlySpan<char> cell, int line) => cell.Contains(',') && TryParse(cell, line, out double value)
        ? value.ToString("R", CultureInfo.InvariantCulture) : cell.ToString();

    void Show(char mark, ReadOnlySpan<char> cell, int line)
    {
        if (_first is not { } first)
            _first = (mark, cell.ToString(), line);
        else if (first.Mark != mark)
            throw new ModelException(errorId,
                $"'{cell}' on line {line}, with a decimal {Word(mark)}, and '{first.Cell}' on line {first.Line}, with a {Word(first.Mark)}",
                "one decimal mark in a file", "write all numbers alike");
    }

    static string Word(char mark) => mark == ',' ? "comma" : "point";

    /// <summary>The number without its groups' marks and with a point; null where the groups are not of three digits.</summary>
    static string? Plain(ReadOnlySpan<char> cell, char group, char mark)
    {
        int end = cell.IndexOf(mark), digits = 0;
        bool isGrouped = false;
        var plain = new char[cell.Length];
        int length = 0;
        for (int k = 0; k < cell.Length; k++)
        {
            char c = cell[k];
            bool isWhole = end < 0 || k < end;
            if (c == mark)
                c = '.';
            else if (c == group || Groups.Contains(c))
            {
                if (!isWhole || digits == 0 || digits > 3 || isGrouped && digits != 3)
                    return null;
                (isGrouped, digits) = (true, 0);
                continue;
            }
            else if (isWhole && char.IsAsciiDigit(c))
                digits++;
            plain[length++] = c;
        }

        return isGrouped && digits != 3 ? null : new string(plain, 0, length);
    }
}
