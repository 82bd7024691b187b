using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>docs/onnx.md against what it speaks of.</summary>
public class OnnxPageTests
{
    static readonly string Page = File.ReadAllText(Path.Combine(TestFiles.Repository, "docs", "onnx.md"));

    [SharedFact]
    public void The_page_lists_every_conformance_case() =>
        Assert.All(OnnxConformanceTests.Cases.Cast<object[]>().Select(row => ((string)row[0]).Split('/')[^1]).Distinct(), name => Assert.Contains($"| {name} |", Page));

    [Fact]
    public void The_page_counts_the_goldens() => Assert.Contains($"has {FamilyGoldens.Names.Count()} models", Page);
}
