using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// A column whose cells are names, as a machine's mode is. Two names are 0 and 1 in alphabetical order, in one channel
/// <c>Mode=eco|normal</c>; up to sixteen have a channel each, <c>Mode=eco</c>, that is 1 where the cell has that name. The channels' names
/// are all that a model needs to read the column again.
/// </summary>
sealed class Categories(string column)
{
    public const int Most = 16;

    const char Between = '|';

    readonly Dictionary<string, int> _codes = new(StringComparer.OrdinalIgnoreCase);
    readonly List<string> _names = [];

    /// <summary>Whether there are no others: a model was trained on these.</summary>
    public bool AreAll { get; private init; }

    public int Count => _names.Count;

    /// <summary>Each code's place in alphabetical order.</summary>
    public int[] Ranks
    {
        get
        {
            int[] order = [.. Enumerable.Range(0, Count).OrderBy(code => _names[code], StringComparer.OrdinalIgnoreCase)];
            int[] ranks = new int[Count];
            for (int rank = 0; rank < Count; rank++)
                ranks[order[rank]] = rank;
            return ranks;
        }
    }

    /// <summary>The names of the channels, sorted; none of a column that always says the same.</summary>
    public IReadOnlyList<string> Channels
    {
        get
        {
            string[] sorted = [.. _names.Order(StringComparer.OrdinalIgnoreCase)];
            return sorted.Length switch
            {
                1 => [],
                2 => [$"{column}={sorted[0]}{Between}{sorted[1]}"],
                _ => [.. sorted.Select(name => $"{column}={name}")],
            };
        }
    }

    /// <summary>
    /// What a model's channels <paramref name="names"/> say of a column: its names, and whether they share one channel.
    /// </summary>
    public static (Categories Categories, bool IsPair) Of(string column, IReadOnlyList<string> names)
    {
        string[] values = [.. names.Select(name => name[(column.Length + 1)..])];
        bool isPair = values is [var only] && only.Contains(Between, StringComparison.Ordinal);
        var found = new Categories(column) { AreAll = true };
        foreach (string name in isPair ? values[0].Split(Between, 2) : values)
            found.Add(name);
        return (found, isPair);
    }

    /// <summary>The number of a cell's name; a new one's, unless the model has all.</summary>
    /// <exception cref="ModelException">The model has no such name.</exception>
    public int Code(ReadOnlySpan<char> cell, int line)
    {
        Span<char> name = stackalloc char[Math.Min(cell.Length, 256)];
        Plain(cell, name);
        if (_codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out int code))
        {
            // Capitals make no other name; of two spellings the first in the alphabet is kept, whatever the rows' order.
            if (!AreAll && name.SequenceCompareTo(_names[code]) < 0)
                _names[code] = name.ToString();
            return code;
        }

        return AreAll ? throw new ModelException(ErrorCatalogue.BadCsv, $"'{name.ToString()}' on line {line} in column '{column}'",
            $"{string.Join(", ", _names.Select(known => $"'{known}'"))}, as the model was trained",
            "correct the cell, leave it blank where it is not known, or train a model on tables that have it") : Add(name.ToString());
    }

    int Add(string name)
    {
        _codes.Add(name, _names.Count);
        _names.Add(name);
        return _names.Count - 1;
    }

    /// <summary>What could not stand in a channel's name is replaced, in training as afterwards.</summary>
    static void Plain(ReadOnlySpan<char> cell, Span<char> name)
    {
        for (int k = 0; k < name.Length; k++)
            name[k] = cell[k] switch
            {
                Between => '/',
                var c => char.IsControl(c) ? ' ' : ChannelName.Plain(c),
            };
    }
}
