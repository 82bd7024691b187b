using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace EdgeLstm.Benchmarks.Steps;

/// <summary>
/// How many times faster than the scalar kernel with the same other parameters. BenchmarkDotNet's own baseline is a method or a job; the
/// kernel is a parameter, so that a new one appears by itself.
/// </summary>
sealed class ScalarRatioColumn : IColumn
{
    public string Id => nameof(ScalarRatioColumn);

    public string ColumnName => "vs scalar";

    public string Legend => "Mean of the scalar kernel / mean";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Baseline;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(c => KernelOf(c) == Kernel.Scalar);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var scalar = summary.BenchmarksCases.FirstOrDefault(c => KernelOf(c) == Kernel.Scalar && Others(c) == Others(benchmarkCase));
        double? own = Mean(summary, benchmarkCase), baseline = scalar is null ? null : Mean(summary, scalar);
        return baseline / own is double ratio ? ratio.ToString("N1", CultureInfo.InvariantCulture) + "×" : "";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    static double? Mean(Summary summary, BenchmarkCase benchmarkCase) => summary[benchmarkCase]?.ResultStatistics?.Mean;

    static Kernel? KernelOf(BenchmarkCase benchmarkCase) =>
        benchmarkCase.Parameters.Items.FirstOrDefault(p => p.Name == nameof(Kernel))?.Value as Kernel?;

    static string Others(BenchmarkCase benchmarkCase) =>
        string.Join(' ', benchmarkCase.Parameters.Items.Where(p => p.Name != nameof(Kernel)).Select(p => p.Value)
            .Prepend(benchmarkCase.Descriptor.WorkloadMethodDisplayInfo));
}
