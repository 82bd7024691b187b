using System.Diagnostics;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>
/// Damaged models end in a named refusal or in a network that runs: no other exception, no long time, no large allocation.
/// </summary>
public class FuzzTests
{
    const int Mutations = 20_000, Chunks = 40;
    const long MaxBytes = 256L << 20;
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    [Fact]
    [Trait("Category", "Slow")]
    public void Damaged_models_are_refused_or_run()
    {
        var models = GoldenModels.Names.Select(GoldenModels.ModelPath).Concat(FamilyGoldens.Names.Select(FamilyGoldens.ModelPath))
            .Select(path => (Path: path, Bytes: File.ReadAllBytes(path))).ToArray();
        int seed = Environment.GetEnvironmentVariable("EDGELSTM_FUZZ_SEED") is { Length: > 0 } given ? int.Parse(given) : 20260101;
        int accepted = 0;
        Parallel.For(0, Chunks, chunk =>
        {
            for (int i = 0; i < Mutations / Chunks; i++)
            {
                int own = seed + chunk * (Mutations / Chunks) + i;
                var random = new Random(own);
                var (path, bytes) = models[random.Next(models.Length)];
                if (Survives(new ModelMutator(random).Mutate(bytes), path, own))
                    Interlocked.Increment(ref accepted);
            }
        });
        Assert.InRange(accepted, Mutations / 100, Mutations - Mutations / 100);
    }

    /// <summary>What is slow once may have been kept waiting by another process; what is slow three times in a row is slow.</summary>
    static bool Survives(byte[] bytes, string path, int seed)
    {
        for (int attempt = 1; ; attempt++)
            if (Survives(bytes, path, seed, last: attempt == 3) is bool accepted)
                return accepted;
    }

    static bool? Survives(byte[] bytes, string path, int seed, bool last)
    {
        var (clock, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        try
        {
            var (network, refusals) = OnnxImporter.Inspect(bytes, "damaged.onnx", Path.GetDirectoryName(path));
            if (network is null == (refusals.Count == 0))
                throw new InvalidOperationException("Neither a network nor a refusal, or both.");
            if (network is not null)
                Runs(network);
            if (clock.Elapsed > Longest && !last)
                return null;
            if (clock.Elapsed > Longest || GC.GetAllocatedBytesForCurrentThread() - before > MaxBytes)
                throw new InvalidOperationException($"It took {clock.Elapsed} and {GC.GetAllocatedBytesForCurrentThread() - before} bytes.");
            return network is not null;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"EDGELSTM_FUZZ_SEED={seed} on {path}: {e.Message}", e);
        }
    }

    /// <summary>A step, or a window where there is no step; not the windows that only a damaged size asks for.</summary>
    static void Runs(Network network)
    {
        const int Most = 4096;
        var runner = new FloatRunner(network);
        int steps = Math.Min(network.Window ?? 16, 64);
        if (network.CanStream)
            runner.Step(new float[network.Inputs.Count], new float[network.Outputs.Count]);
        else if (network.Steps(steps).All(count => count is > 0 and < Most))
            runner.Run(new float[steps * network.Inputs.Count]);
    }
}
