using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using EdgeLstm.Kernels;
using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

public class RuntimeRuleTests
{
    [Fact]
    public void Steps_allocate_nothing()
    {
        var random = new Random(1);
        var layer = new LstmLayer(17, 64, RandomLayer.LstmData(random, 17, 64, 16384), 12, 16384);
        short[] x = new short[32], h = new short[64], c = new short[64];
        layer.Step(x, h, c);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int t = 0; t < 1000; t++)
            layer.Step(x, h, c);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Steps_on_levels_allocate_nothing_and_are_int8()
    {
        var random = new Random(1);
        byte[] data;
        LstmLayer layer;
        do
        {
            data = RandomLayer.LevelData(random, 17, 64, 127);
            layer = new LstmLayer(17, 64, 0, data, 12, 127, KernelChoice.Current, int8Activations: true);
        }
        while (KernelChoice.TakesLevels(KernelChoice.Current) && !layer.HasLevels);
        sbyte[] x = new sbyte[32], h = new sbyte[64];
        short[] c = new short[64];
        layer.Step(x, h, c);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int t = 0; t < 1000; t++)
            layer.Step(x, h, c);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        // on every processor, whether it adds in int16 or not
        Assert.Throws<InvalidOperationException>(() => layer.Step(new short[32], new short[64], c));
    }

    /// <summary>They differ between platforms; see <see cref="Activations"/>.</summary>
    [Fact]
    public void The_runtime_calls_no_transcendental_of_the_framework()
    {
        using var file = File.OpenRead(typeof(LstmLayer).Assembly.Location);
        using var pe = new PEReader(file);
        var metadata = pe.GetMetadataReader();
        // A square root and a fused product are IEEE's, rounded exactly.
        string[] allowed = ["Abs", "DivRem", "Round", "Clamp", "Min", "Max", "BigMul", "Sqrt", "FusedMultiplyAdd"];
        int seen = 0;
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference)
                continue;
            string type = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name);
            if (type is "Math" or "MathF")
            {
                seen++;
                Assert.Contains(metadata.GetString(member.Name), allowed);
            }
        }

        Assert.NotEqual(0, seen);
    }

    [Fact]
    public void A_buffer_that_is_too_short_is_an_argument_error_that_names_it()
    {
        var layer = new LstmLayer(3, 20, RandomLayer.LstmData(new Random(1), 3, 20, 127), 12, 127);
        var e = Assert.Throws<ArgumentException>(() => layer.Step(new sbyte[16], new sbyte[20], new short[32]));
        Assert.Contains("h has 20 elements, expected at least 32", e.Message);
    }
}
