using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>How far one output of a model is from the reference, over all that could be compared.</summary>
sealed record OutputError(Channel Output)
{
    double _absolute, _squared;

    public long Count { get; private set; }

    /// <summary>Pairs in which either value was not a finite number; they are in none of the errors.</summary>
    public long NotFinite { get; private set; }

    public double Max { get; private set; }

    public int MaxWindow { get; private set; }

    public int MaxStep { get; private set; }

    /// <summary>The two values where the error is largest.</summary>
    public float MaxReference { get; private set; }

    public float MaxValue { get; private set; }

    public double Mean => _absolute / Count;

    public double Rmse => Math.Sqrt(_squared / Count);

    public void Add(int window, int step, float reference, float value)
    {
        double error = Math.Abs((double)value - reference);
        if (!double.IsFinite(error))
        {
            NotFinite++;
            return;
        }

        _absolute += error;
        _squared += error * error;
        if (Count++ == 0 || error > Max)
            (Max, MaxWindow, MaxStep, MaxReference, MaxValue) = (error, window, step, reference, value);
    }
}
