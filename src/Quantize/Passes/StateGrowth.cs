namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// How far a state still grows behind a stream of windows put one after the other. A state that settles has had its greatest value early;
/// one that sums up, or drifts,
/// has it late, and a machine runs for longer than any such stream.
/// </summary>
/// <param name="layers">How many the network has.</param>
sealed class StateGrowth(int layers)
{
    // Less than this between the first half and the whole is chance. The head room is for a stream four times as long: two doublings.
    const double Settled = 1.05;

    readonly double[] _early = new double[layers], _all = new double[layers];

    /// <summary>Tells of a layer's greatest |state| at one step.</summary>
    public void Add(int layer, double value, bool isEarly)
    {
        _all[layer] = Math.Max(_all[layer], value);
        if (isEarly)
            _early[layer] = Math.Max(_early[layer], value);
    }

    /// <summary>By how much more than seen there has to be room; 1 where the state has settled.</summary>
    public double HeadRoom(int layer)
    {
        double growth = _early[layer] > 0 ? _all[layer] / _early[layer] : 1;
        return growth > Settled ? growth * growth : 1;
    }
}
