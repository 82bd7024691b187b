using System.Globalization;
using EdgeLstm.Benchmarks.Onnx;
using EdgeLstm.Benchmarks.Product;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Quick;

/// <summary>The page of results: what the machine was, and three tables.</summary>
static class ResultsPage
{
    static readonly (Series Other, Series Ours)[] Ratios =
    [
        (Series.Peer, Series.Int8), (Series.Peer, Series.Int8x16), (Series.Peer, Series.Float32),
        (Series.OrtOneStep, Series.Int8), (Series.OrtWindow, Series.Int8), (Series.Int8x16, Series.Int8), (Series.Float32, Series.Int8),
    ];

    public static string Write(IReadOnlyList<SizeRow> sizes, IReadOnlyList<ProductRow> products, int rounds)
    {
        var used = SeriesNames.All.Where(s => sizes.Any(row => row[s] is not null)).ToList();
        var ratios = Ratios.Where(r => used.Contains(r.Other)).ToList();
        string[] lines =
        [
            $"# {Machine.Cpu}",
            "",
            $"{DateTime.UtcNow:yyyy-MM-dd} · kernel {KernelChoice.Current} · {Machine.Sdk} · {Machine.OperatingSystem} · commit {Machine.Commit}",
            "",
            $"Written by `dotnet run -c Release --project tests/Benchmarks -- quick`; [what the numbers mean](../README.md). {rounds} rounds, in each of which all take turns.",
            .. OrtLibrary.Instance is { } library ? [$"ONNX Runtime {library.Version}, float32, one thread."] : Array.Empty<string>(),
            .. PeerProgram.Instance is null ? Array.Empty<string>()
                : [$"{PeerProgram.Name} is a program outside of this repository, run once a round."],
            "",
            "## A step, ns",
            "",
            "LSTM and dense head, float sample in to float output out. Median of rounds (shortest run).",
            "",
            .. Table(["input→hidden", .. used.Select(SeriesNames.Of)],
                sizes.Select(row => (string[])[row.Size.ToString(), .. used.Select(s => Time(row[s]))])),
            "",
            "## Ratios of these medians",
            "",
            .. Table(
                ["input→hidden", .. ratios.Select(r => $"{SeriesNames.Of(r.Other)} / {SeriesNames.Of(r.Ours)}")],
                sizes.Select(row => (string[])[row.Size.ToString(), .. ratios.Select(r => Ratio(row[r.Other], row[r.Ours]))])),
            "",
            "## The matrix-vector product alone, ns",
            "",
            $"Against a loop of the same multiply instructions on registers and L1 where the panels fit L1 ({Machine.L1Bytes >> 10} KiB), else against reading them; target 70 %.",
            "",
            .. Table(
                ["input→hidden", "scheme", "bytes", "product", "multiplies", "reading", "limit", "reached"],
                products.Select(p => (string[])
                [
                    p.Size.ToString(), p.Scheme.ToString().ToLowerInvariant(), p.Bytes.ToString("N0", CultureInfo.InvariantCulture),
                    Time(p.Product), Time(p.Multiplies), Time(p.Stream),
                    p.IsInL1 ? "multiplies" : "reading", p.Reached is { } reached ? reached.ToString("P0", CultureInfo.InvariantCulture)
                        : "–",
                ])),
            "",
        ];
        return string.Join('\n', lines);
    }

    static IEnumerable<string> Table(string[] head, IEnumerable<string[]> rows) =>
        rows.Prepend([.. head.Select((_, k) => k == 0 ? "---" : "---:")]).Prepend(head).Select(cells => $"| {string.Join(" | ", cells)} |");

    static string Time(Timing? timing) => timing is { } t ? $"{Number(t.Median)} ({Number(t.Minimum)})" : "–";

    static string Ratio(Timing? other, Timing? ours) =>
        other is { } a && ours is { } b ? (a.Median / b.Median).ToString("0.00", CultureInfo.InvariantCulture) : "–";

    static string Number(double ns) => ns.ToString(ns < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
