using EdgeLstm.Quantize.Tests.Data;

namespace EdgeLstm.Quantize.Tests.Shared;

/// <summary>What EDGELSTM_SHARED may name.</summary>
public sealed class TestFilesTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("shared")]
    [InlineData("shared/")]
    [InlineData("shared/data")]
    [InlineData("shared/data/")]
    public void The_folder_of_all_or_that_of_the_data_leads_to_all(string given)
    {
        foreach (string name in (string[])["data", "cases", "board"])
            Directory.CreateDirectory(folder[$"shared/{name}"]);
        string? data = TestFiles.DataOf(folder[given]);
        Assert.Equal(folder["shared/data"], data);
        Assert.Equal(folder["shared/cases"], TestFiles.Beside(data!, "cases"));
        Assert.Equal(folder["shared/board"], TestFiles.Beside(data!, "board"));
        Assert.Null(TestFiles.Beside(data!, "none"));
    }

    [Fact]
    public void A_folder_that_does_not_exist_leads_nowhere() => Assert.Null(TestFiles.DataOf(folder["shared"]));
}
