using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Emitted;

/// <summary>
/// The emitted code, as committed. Where a change is meant: run these tests with UPDATE_SNAPSHOTS=1, read the difference in git, commit it.
/// </summary>
public class SnapshotTests
{
    [Theory]
    [InlineData("int8")]
    [InlineData("float32")]
    [InlineData("two-heads")]
    [InlineData("initial-state")]
    [InlineData("every-step")]
    [InlineData("conv")]
    [InlineData("residual")]
    [InlineData("bidirectional")]
    [InlineData("same-conv")]
    [InlineData("held")]
    [InlineData("mean")]
    [InlineData("held-window")]
    public void The_class_file_is_the_committed_one(string model)
    {
        var run = Run(model);
        Compare($"{model}.g.cs.txt", run.Source("Plant.Engine.g.cs"));
    }

    [Theory]
    [MemberData(nameof(Zoo.All), MemberType = typeof(Zoo))]
    public void The_weights_file_has_the_committed_hash(string model) =>
        Compare($"{model}.Weights.sha256.txt", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Run(model).Source("Plant.Engine.Weights.g.cs")))) + "\n");

    static GeneratorRun Run(string model) => GeneratorRun.Of(
        "namespace Plant; [EdgeLstm.EdgeLstmModel(\"engine.elstm\")] public sealed partial class Engine;",
        new TextFile("engine.elstm", Zoo.Builder(model).Text()));

    static void Compare(string file, string actual)
    {
        string path = Path.Combine(Folder(), file);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{file} is missing: run once with UPDATE_SNAPSHOTS=1 and commit it");
        string[] expected = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n'), found = actual.Split('\n');
        for (int k = 0; k < Math.Max(expected.Length, found.Length); k++)
        {
            string was = k < expected.Length ? expected[k] : "(end of file)", now = k < found.Length ? found[k] : "(end of file)";
            Assert.True(was == now, $"{file}, line {k + 1}:\n  committed: {was}\n  emitted:   {now}\nIf that is meant, run with UPDATE_SNAPSHOTS=1.");
        }
    }

    // The sources' folder: snapshots are read and written where git keeps them.
    static string Folder([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "Snapshots");
}
