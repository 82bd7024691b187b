using System.Globalization;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// The cells of a column as text, in eight bytes each: a number that is written in its shortest form is kept as one, and other text once,
/// however often it comes.
/// </summary>
sealed class TextCells
{
    /// <summary>Numbers that are written in another way, as 1.50 is, are kept as they stand up to so many; then as numbers.</summary>
    const int MostSpellings = 1000;

    /// <summary>No number has these bits: a NaN with a sign, and the text's place behind it.</summary>
    const long TextBits = unchecked((long)0xFFF8_0000_0000_0000);

    readonly SampleStore<long> _cells = new(1);
    readonly Dictionary<string, int> _places = [];
    readonly List<string> _texts = [];
    int _spellings;

    public void Expect(long rows) => _cells.Expect(rows);

    public void Add(ReadOnlySpan<char> cell) => _cells.Add()[0] = Bits(cell);

    public string this[int row] => _cells.Row(row)[0] is var bits && (bits & TextBits) == TextBits ? _texts[(int)(bits & ~TextBits)]
        : BitConverter.Int64BitsToDouble(bits).ToString("R", CultureInfo.InvariantCulture);

    public void Reorder(int[] order) => _cells.Reorder(order);

    long Bits(ReadOnlySpan<char> cell)
    {
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            Span<char> shortest = stackalloc char[32];
            if (number.TryFormat(shortest, out int length, "R", CultureInfo.InvariantCulture) && cell.SequenceEqual(shortest[..length])
                || _spellings == MostSpellings)
                return BitConverter.DoubleToInt64Bits(number);
            return TextBits | (uint)Place(cell, isNumber: true);
        }

        return TextBits | (uint)Place(cell, isNumber: false);
    }

    int Place(ReadOnlySpan<char> cell, bool isNumber)
    {
        var places = _places.GetAlternateLookup<ReadOnlySpan<char>>();
        if (places.TryGetValue(cell, out int place))
            return place;
        _spellings += isNumber ? 1 : 0;
        places[cell] = _texts.Count;
        _texts.Add(cell.ToString());
        return _texts.Count - 1;
    }
}
