namespace EdgeLstm.Generator.Tests.Docs;

/// <summary>The systemd unit that docs/raspberry-pi.md shows.</summary>
public class ServiceTests
{
    [Fact]
    public void The_unit_runs_the_example_on_its_hardware()
    {
        // Without --hardware it would watch a simulated pump, and nobody would see the difference.
        var page = Page.Read(Path.Combine(Page.Root, "docs", "raspberry-pi.md"));
        var unit = Assert.Single(page.Blocks, block => block.Language == "ini");
        string start = Assert.Single(unit.Text.Split('\n'), line => line.StartsWith("ExecStart=", StringComparison.Ordinal));
        Assert.EndsWith("/pump-monitor run --hardware", start, StringComparison.Ordinal);
    }
}
