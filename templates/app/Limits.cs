namespace PlantSpace;

/// <summary>What rings, and when. A beginning, to be set by who knows the machine.</summary>
static class Limits
{
    /// <summary>
    /// The output that is watched: PLANT_WHY.
    /// </summary>
    public const string Output = "PLANT_OUTPUT";

    /// <summary>Whether values above the limit are bad, as of a probability; else those below, as of a remaining life.</summary>
    public const bool IsAbove = PLANT_ABOVE;

    /// <summary>Beyond it the alarm comes, in the output's unit.</summary>
    public const float Raise = PLANT_RAISE;

    /// <summary>On its good side the alarm goes. Some way off, so that a value at the limit does not ring twice.</summary>
    public const float Release = PLANT_RELEASE;

    /// <summary>Rows one after the other that it takes, both to come and to go.</summary>
    public const int Hold = 3;
}
