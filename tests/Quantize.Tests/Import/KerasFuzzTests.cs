using System.Diagnostics;
using System.IO.Compression;
using EdgeLstm.Quantize.Import.Keras;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>
/// Damaged Keras files end in a named refusal or in a network that runs: no other exception, no endless loop, no large
/// allocation.
/// </summary>
public class KerasFuzzTests
{
    /// <summary>
    /// PureHDF takes what the damaged length of an attribute asks for, up to an array's 2 GB, of which no page is touched before the read
    /// fails. Once, since the first failure ends the import; everything else is little.
    /// </summary>
    const long MaxBytes = int.MaxValue + (256L << 20);

    /// <summary>A file of each kind, of which the archives are damaged in front of and behind their compression.</summary>
    static readonly string[] Goldens = ["keras1-apart", "keras2-functional", "tf-nested", "keras3-h5", "keras3-named",
        "keras3-functional", "keras3-nested", "pair3"];

    [Fact]
    [Trait("Category", "Slow")]
    public void Damaged_models_are_refused_or_run()
    {
        int seed = Environment.GetEnvironmentVariable("EDGELSTM_FUZZ_SEED") is { Length: > 0 } given ? int.Parse(given) : 20260103;
        int times = Environment.GetEnvironmentVariable("EDGELSTM_FUZZ_TIMES") is { Length: > 0 } many ? int.Parse(many) : 600;
        // Of one kind alone where EDGELSTM_FUZZ_KIND is .h5 or .keras.
        string kind = Environment.GetEnvironmentVariable("EDGELSTM_FUZZ_KIND") ?? "";
        var models = Goldens.Select(KerasGoldens.ModelPath).Where(path => path.EndsWith(kind, StringComparison.Ordinal))
            .Select(path => (Path: path, Bytes: File.ReadAllBytes(path))).ToArray();
        int accepted = 0;
        (TimeSpan Time, int Seed) slowest = default;
        (long Bytes, int Seed) largest = default;
        for (int k = 0; k < times; k++)
        {
            var random = new Random(seed + k);
            var (path, bytes) = models[random.Next(models.Length)];
            byte[] damaged = Damaged(bytes, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            if (Survives(damaged, path, seed + k))
                accepted++;
            slowest = watch.Elapsed > slowest.Time ? (watch.Elapsed, seed + k) : slowest;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            largest = allocated > largest.Bytes ? (allocated, seed + k) : largest;
            // What one file asked for is given back, as at the tool's end: else the next one's pages are its own and this one's.
            if (allocated > 64 << 20)
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        Console.WriteLine($"Keras {kind}, {times} files: {accepted} read; "
            + $"{slowest.Time.TotalMilliseconds:f0} ms at most (seed {slowest.Seed}); "
            + $"{largest.Bytes >> 20} MB allocated at most (seed {largest.Seed}), "
            + $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB resident at most");

        Assert.InRange(accepted, times / 20, times - times / 20);
    }

    static bool Survives(byte[] bytes, string path, int seed)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var (network, refusals) = KerasImporter.Inspect(bytes, path);
            if (network is null == (refusals.Count == 0))
                throw new InvalidOperationException("Neither a network nor a refusal, or both.");
            if (network is not null && network.Steps(network.Window ?? 6).All(count => count is > 0 and < 4096))
                new FloatRunner(network).Run(new float[(network.Window ?? 6) * network.Inputs.Count]);
            if (GC.GetAllocatedBytesForCurrentThread() - before > MaxBytes)
                throw new InvalidOperationException($"It took {GC.GetAllocatedBytesForCurrentThread() - before} bytes.");
            return network is not null;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"EDGELSTM_FUZZ_SEED={seed} EDGELSTM_FUZZ_TIMES=1 on {path}: {e.Message}", e);
        }
    }

    /// <summary>Bytes of the file, or of one of the files in it.</summary>
    static byte[] Damaged(byte[] original, Random random)
    {
        if (!original.AsSpan().StartsWith("PK"u8) || random.Next(3) == 0)
            return Mutated(original, random);
        var written = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(original)))
        using (var target = new ZipArchive(written, ZipArchiveMode.Create, leaveOpen: true))
        {
            string chosen = source.Entries[random.Next(source.Entries.Count)].FullName;
            foreach (var entry in source.Entries)
            {
                using var from = entry.Open();
                var content = new MemoryStream();
                from.CopyTo(content);
                byte[] bytes = content.ToArray();
                using var to = target.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                to.Write(entry.FullName == chosen ? Mutated(bytes, random) : bytes);
            }
        }

        return written.ToArray();
    }

    /// <summary>
    /// Cut off; single bytes, as disks lose them; numbers in the place of others, which sizes and addresses are; or a piece in another's
    /// place.
    /// </summary>
    static byte[] Mutated(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        switch (random.Next(8))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1 or 2 when bytes.Length > 64:
                int length = random.Next(1, 32), from = random.Next(bytes.Length - length);
                bytes.AsSpan(from, length).CopyTo(bytes.AsSpan(random.Next(bytes.Length - length)));
                break;
            case 3 or 4 when bytes.Length > 64:
                long[] numbers = [0, 1, 2, 7, 255, 65536, 1 << 30, long.MaxValue, -1, bytes.Length, bytes.Length - 8];
                BitConverter.TryWriteBytes(bytes.AsSpan(random.Next(bytes.Length / 8) * 8), numbers[random.Next(numbers.Length)]);
                break;
            default:
                for (int i = random.Next(1, 12); i > 0; i--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                break;
        }

        return bytes;
    }
}
