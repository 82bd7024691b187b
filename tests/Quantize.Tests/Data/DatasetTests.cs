using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Tests.Data;

public class DatasetTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    Dataset Npy(int features, params int[] shape)
    {
        NpyFile.Write(_folder["d.npy"], shape, Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (float)i).ToArray());
        return Dataset.Load(_folder["d.npy"], features, []);
    }

    [Fact]
    public void Two_dimensions_are_one_window_and_three_are_many()
    {
        Assert.Equal((1, 4, 3), Shape(Npy(3, 4, 3)));
        var many = Npy(3, 2, 4, 3);
        Assert.Equal((2, 4, 3), Shape(many));
        Assert.Equal([12f, 13f, 14f], many.Window(1)[..3].ToArray());
        Assert.Equal([21f, 22f, 23f], many.Sample(1, 3).ToArray());
    }

    [Fact]
    public void One_dimension_is_a_window_of_a_single_feature_only()
    {
        Assert.Equal((1, 5, 1), Shape(Npy(1, 5)));
        Assert.Equal(ErrorCatalogue.DataShape, Assert.Throws<ModelException>(() => Npy(2, 5)).Id);
    }

    [Theory]
    [InlineData(3, 4, 2)]
    [InlineData(3, 0, 3)]
    [InlineData(3, 0, 4, 3)]
    public void A_shape_that_does_not_fit_says_found_and_expected(int features, params int[] shape)
    {
        var error = Assert.Throws<ModelException>(() => Npy(features, shape));
        Assert.Equal(ErrorCatalogue.DataShape, error.Id);
        Assert.Contains($"[{string.Join(',', shape)}]", error.Message);
        Assert.Contains("d.npy", error.Message);
    }

    [Fact]
    public void Csv_windows_have_to_be_of_one_length()
    {
        Assert.Equal((2, 1, 1), Shape(Dataset.Load(_folder.Write("a.csv", "window,x\n0,1\n1,2\n"), 1, ["x"])));
        Assert.Contains("window 1", Assert.Throws<ModelException>(() => Dataset.Load(_folder.Write("b.csv", "window,x\n0,1\n0,1\n1,2\n"), 1, ["x"])).Message);
    }

    [Fact]
    public void Another_kind_of_file_is_refused() =>
        Assert.Equal(ErrorCatalogue.UnknownDataKind, Assert.Throws<ModelException>(() => Dataset.Load("data.xlsx", 1, ["x"])).Id);

    [Fact]
    public void Joined_files_stand_side_by_side()
    {
        var joined = Dataset.Join([new(1, 2, 1, [1, 2]), new(1, 2, 2, [10, 11, 20, 21])]);
        Assert.Equal([1f, 10f, 11f, 2f, 20f, 21f], joined.Values);
        Assert.Throws<ModelException>(() => Dataset.Join([new(1, 2, 1, [1, 2]), new(1, 1, 1, [1])]));
    }

    [Fact]
    public void Results_in_csv_read_back_as_data()
    {
        float[] values = [0.1f, 1 / 3f, -1e-20f, float.NaN];
        ResultFile.Write(_folder["r.csv"], [2, 2, 1], values, ["life, left"]);
        Assert.StartsWith("window,step,\"life, left\"\n0,0,0.1\n0,1,", File.ReadAllText(_folder["r.csv"]));
        var read = Dataset.Load(_folder["r.csv"], 1, ["life, left"]);
        Assert.Equal((2, 2, 1), Shape(read));
        Assert.Equal(values, read.Values);
    }

    static (int, int, int) Shape(Dataset data) => (data.Windows, data.Steps, data.Features);
}
