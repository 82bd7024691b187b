using EdgeLstm.Quantize.Search;

namespace EdgeLstm.Quantize;

/// <summary>Stages as one number for a caller: how many are done, and what share of the one under way. It tends to 1, and is 1 at the
/// end alone, since how many there are is not known before.</summary>
sealed class ProgressStages(IProgress<double>? progress) : IStages
{
    double _left = 1;

    public T Track<T>(string title, double total, Func<Action<double>, T> work)
    {
        double left = _left;
        // Each takes two thirds of what is left: the first, which tries the models, is the longest.
        var result = work(done => progress?.Report(1 - left + left * 2 / 3 * Math.Clamp(done / total, 0, 1)));
        _left = left / 3;
        return result;
    }
}
