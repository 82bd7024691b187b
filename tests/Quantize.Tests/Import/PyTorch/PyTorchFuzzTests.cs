using System.Diagnostics;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Data;

namespace EdgeLstm.Quantize.Tests.Import.PyTorch;

/// <summary>Damaged weights end in a named refusal or in a network that runs: no other exception and no large allocation.</summary>
public sealed class PyTorchFuzzTests : IDisposable
{
    const long MaxBytes = 64L << 20;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>EDGELSTM_FUZZ_COUNT asks for more of them, and EDGELSTM_FUZZ_SEED for others.</summary>
    [Fact]
    public void Damaged_weights_are_refused_or_run()
    {
        (string Name, byte[] Bytes)[] files = [.. PyTorchGoldens.Names.Select(name =>
            (name, File.ReadAllBytes(Path.Combine(PyTorchGoldens.Folder, name))))];
        int seed = Number("EDGELSTM_FUZZ_SEED", 20261130), count = Number("EDGELSTM_FUZZ_COUNT", 600), accepted = 0;
        long largest = 0;
        var slowest = TimeSpan.Zero;
        var ids = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            var random = new Random(seed + i);
            var (name, bytes) = files[random.Next(files.Length)];
            File.WriteAllBytes(_folder["m"], new TorchMutator(random).Mutate(bytes));
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            string outcome = Outcome($"EDGELSTM_FUZZ_SEED={seed + i} on {name}");
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - before);
            ids[outcome] = ids.GetValueOrDefault(outcome) + 1;
            accepted += outcome == Read ? 1 : 0;
        }

        Console.WriteLine($"PyTorch, {count} files: {string.Join(", ", ids.Select(id => $"{id.Value} {id.Key}"))}; {largest >> 10} KB "
            + $"and {slowest.TotalMilliseconds:f0} ms at most; {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB resident at most");
        Assert.InRange(largest, 0, MaxBytes);
        Assert.InRange(accepted, count / 100, count - count / 10);
        Assert.True(ids.Count >= 5, string.Join(' ', ids.Keys));
    }

    const string Read = "read";

    string Outcome(string where)
    {
        try
        {
            var (network, refusals) = ModelLoader.Inspect(_folder["m"]);
            if (network is null != (refusals.Count == 1))
                throw new InvalidOperationException("neither a network nor a refusal, or both");
            if (network is null)
                return refusals[0].Id;
            Runs(network);
            return Read;
        }
        catch (ModelException refusal) when (refusal.Id == ErrorCatalogue.UnknownModelKind)
        {
            return refusal.Id;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{where}: {e.Message}", e);
        }
    }

    static void Runs(Network network)
    {
        const int Steps = 16;
        var runner = new FloatRunner(network);
        if (network.CanStream)
            runner.Step(new float[network.Inputs.Count], new float[network.Outputs.Count]);
        else if (network.Steps(Steps).All(count => count > 0))
            runner.Run(new float[Steps * network.Inputs.Count]);
    }

    static int Number(string variable, int otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? int.Parse(text) : otherwise;
}
