namespace EdgeLstm.Quantize.Search;

/// <summary>Whoever shows how far long work is.</summary>
interface IStages
{
    /// <summary>Runs <paramref name="work"/>, which tells how many of <paramref name="total"/> units it has done.</summary>
    T Track<T>(string title, double total, Func<Action<double>, T> work);
}
