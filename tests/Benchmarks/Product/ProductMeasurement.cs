using System.Diagnostics;
using EdgeLstm.Benchmarks.Models;
using EdgeLstm.Benchmarks.Quick;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>Times products and their limits in turn.</summary>
static class ProductMeasurement
{
    /// <summary>One layer a size: what is stacked repeats it.</summary>
    static IEnumerable<Size> Sizes => Size.All.Where(size => size.Layers == 1);

    public static List<ProductRow> Run(int rounds)
    {
        var rows = new List<ProductRow>();
        foreach (var scheme in new[] { Scheme.Int8, Scheme.Int8x16 })
            foreach (var size in Sizes)
                if (ProductRun.Of(size, scheme, KernelChoice.Current) is { } run)
                    rows.Add(Measure(size, scheme, run, rounds));
        return rows;
    }

    static ProductRow Measure(Size size, Scheme scheme, ProductRun run, int rounds)
    {
        Contestant product = new(Timed(run.Product)), multiplies = new(Timed(run.Multiplies)), stream = new(Timed(run.Stream));
        Contestant[] all = run.HasLoop ? [product, multiplies, stream] : [product, stream];
        foreach (var contestant in all)
            contestant.WarmUp(TimeSpan.FromSeconds(0.2)); // compiled in full at once
        for (int round = 0; round < rounds; round++)
            foreach (var contestant in all)
                contestant.Round();
        return new(size, scheme, KernelChoice.Current, run.Bytes, product.Timing, run.HasLoop ? multiplies.Timing : null, stream.Timing);
    }

    static Func<int, long> Timed(Action<int> run) => times =>
    {
        long start = Stopwatch.GetTimestamp();
        run(times);
        return Stopwatch.GetTimestamp() - start;
    };
}
