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

    /// <summary>Left out: a feature's value is missing.</summary>
    public int Missing { get; set; }

    /// <summary>Left out: the target is missing.</summary>
    public int Blank { get; set; }

    /// <summary>Left out: a sample is not normal.</summary>
    public int Abnormal { get; set; }

    /// <summary>Windows, or where every sample has a target those, that are kept though the mean stands in for a value.</summary>
    public int Unheld { get; set; }

    public int Straddling { get; set; }

    public int ShortGroups { get; set; }
}
