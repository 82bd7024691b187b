using EdgeLstm.Generator.Parse;
using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Pipeline;

/// <summary>Which item an attribute's path means.</summary>
public class PathTests
{
    [Theory]
    [InlineData("models/engine.elstm", "models/engine.elstm")]
    [InlineData("models/engine.elstm", @"models\\engine.elstm")]
    [InlineData("models/engine.elstm", "./models/engine.elstm")]
    [InlineData("models/engine.elstm", "engine.elstm")]
    [InlineData("../shared/engine.elstm", "../shared/engine.elstm")]
    public void A_path_or_a_unique_file_name_finds_the_item(string item, string path) => Compile(path, new TextFile(item, ModelBuilder.Text()));

    [Theory]
    [InlineData("models/engine.onnx")]
    [InlineData("models/engine.elstm")]
    [InlineData("engine.onnx")]
    [InlineData("engine.elstm")]
    public void A_model_that_the_build_quantizes_goes_by_its_item(string path) =>
        Compile(path, new TextFile("obj/Debug/net10.0/edgelstm/models/engine.elstm", ModelBuilder.Text(), source: @"models\engine.onnx"));

    [Fact]
    public void The_whole_path_wins_over_file_names() =>
        Compile("engine.elstm", new TextFile("engine.elstm", ModelBuilder.Text()), new TextFile("old/engine.elstm", ModelBuilder.Text(seed: 2)));

    [Fact]
    public void One_file_that_is_listed_twice_is_one_model()
    {
        string text = ModelBuilder.Text();
        Compile("engine.elstm", new TextFile("engine.elstm", text), new TextFile("engine.elstm", text));
    }

    [Theory]
    [InlineData("/src/plant/a.elstm", "/src/plant/", "a.elstm")]
    [InlineData("/src/a.elstm", "/src/plant", "../a.elstm")]
    [InlineData("/src/plant2/m/a.elstm", "/src/plant", "../plant2/m/a.elstm")]
    [InlineData("/other/a.elstm", "/src/plant", "/other/a.elstm")]
    [InlineData(@"C:\src\plant\m\a.elstm", @"C:\src\plant\", "m/a.elstm")]
    [InlineData(@"D:\a.elstm", @"C:\src\plant\", "D:/a.elstm")]
    [InlineData("m/a.elstm", "", "m/a.elstm")]
    public void A_path_is_told_from_the_project_folder(string path, string folder, string expected) => Assert.Equal(expected, ItemPath.Relative(path, folder));

    static void Compile(string path, params TextFile[] files) =>
        GeneratorRun.Of($"[EdgeLstm.EdgeLstmModel(\"{path}\")] partial class Engine;", files).Compile();
}
