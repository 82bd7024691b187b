namespace EdgeLstm.Quantize.Training.Data;

/// <summary>Where the windows lie, and what was left out.</summary>
sealed class WindowCuts
{
    /// <summary>Each window's first row, counted over all series.</summary>
    public List<int> Starts { get; } = [];

    /// <summary>Each window's samples, where every sample has a target.</summary>
    public List<int> Lengths { get; } = [];

    /// <summary>What the targets are of: each window's row, or all rows of all series.</summary>
    public List<(int Series, int Row)> Places { get; } = [];

    /// <summary>Each window's series.</summary>
    public List<int> Series { get; } = [];

    /// <summary>Windows to learn from, and to choose by.</summary>
    public List<int> Train { get; } = [];

    public List<int> Held { get; } = [];

    public int Missing { get; set; }

    public int Straddling { get; set; }

    public int ShortGroups { get; set; }
}
