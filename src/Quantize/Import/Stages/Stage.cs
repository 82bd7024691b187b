namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>
/// One computation as the graph has it, before activations and affine steps are folded into layers. A source of −1 is the graph's input;
/// <paramref name="Width"/> is null where it is the graph input's.
/// </summary>
abstract record Stage(string Name, int[] Sources, int? Width)
{
    /// <summary>What it reads; the first of several.</summary>
    public int Source => Sources[0];
}
