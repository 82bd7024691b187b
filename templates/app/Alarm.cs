namespace PlantSpace;

/// <summary>
/// A threshold with hold and release: it comes after some rows beyond one limit, and goes after as many on the good side of another.
/// </summary>
sealed class Alarm(bool isAbove, float raise, float release, int hold)
{
    /// <summary>Rows in a row that speak for a change.</summary>
    public int Run { get; private set; }

    public bool IsRaised { get; private set; }

    /// <summary>Takes the next value; one that is not a number speaks for no change.</summary>
    /// <returns>Whether the alarm came or went.</returns>
    public bool Take(float value)
    {
        bool isBeyond = isAbove ? value > raise : value < raise, isGood = isAbove ? value < release : value > release;
        Run = (IsRaised ? isGood : isBeyond) ? Run + 1 : 0;
        if (Run < hold)
            return false;
        (Run, IsRaised) = (0, !IsRaised);
        return true;
    }

    /// <summary>Goes on from a saved state; false where there is none such.</summary>
    public bool TryRestore(int run, int raised)
    {
        if (run < 0 || run >= hold || raised is not (0 or 1))
            return false;
        (Run, IsRaised) = (run, raised == 1);
        return true;
    }

    public void Reset() => (Run, IsRaised) = (0, false);
}
