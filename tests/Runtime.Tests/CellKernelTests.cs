using EdgeLstm.Kernels;
using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

/// <summary>Every cell on every kernel of this processor against the scalar definition, bit for bit, over several steps.</summary>
public class CellKernelTests
{
    static IEnumerable<Kernel> Vector => Enum.GetValues<Kernel>().Where(k => k != Kernel.Scalar && KernelChoice.IsSupported(k));

    public static TheoryData<CellKind, CellFlags> Cells
    {
        get
        {
            var data = new TheoryData<CellKind, CellFlags>();
            foreach (var (kind, flags) in RandomCell.All)
                data.Add(kind, flags);
            return data;
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Cells))]
    public void A_cell_equals_its_scalar_definition_over_shapes_1_to_70(CellKind kind, CellFlags flags)
    {
        var random = new Random((int)kind * 100 + (int)flags);
        int compared = 0;
        for (int inputs = 1; inputs <= 70; inputs += 1 + inputs / 7)
            for (int units = 1 + inputs % 3; units <= 70; units += 3)
                compared += CompareInt8(random, kind, flags, inputs, units) + CompareInt16(random, kind, flags, inputs, units);
        Assert.True(compared > 0 || !Vector.Any());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_equals_its_scalar_definition_around_the_sizes_of_tiles_and_blocks(CellKind kind, CellFlags flags)
    {
        var random = new Random(1000 + (int)kind * 100 + (int)flags);
        int compared = 0;
        foreach (int inputs in (int[])[1, 4, 5, 33])
            foreach (int units in (int[])[1, 15, 16, 17, 65])
                compared += CompareInt8(random, kind, flags, inputs, units) + CompareInt16(random, kind, flags, inputs, units);
        Assert.True(compared > 0 || !Vector.Any());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_step_allocates_nothing(CellKind kind, CellFlags flags)
    {
        var layer = Layers(new Random(1), kind, flags, 17, 40, 16384)(KernelChoice.Current);
        short[] x = new short[32], h = new short[layer.HiddenLength], c = new short[layer.CellLength];
        layer.Step(x, h, c);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int t = 0; t < 100; t++)
            layer.Step(x, h, c);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(CellKind.Elman, CellFlags.Peepholes)]
    [InlineData(CellKind.Lstm, CellFlags.FullGateRecurrence | CellFlags.NoInputGate)]
    [InlineData(CellKind.Lstm, CellFlags.Coupled | CellFlags.NoInputGate)]
    public void A_variant_that_means_nothing_is_an_argument_error(CellKind kind, CellFlags flags)
    {
        var e = Assert.Throws<ArgumentException>(() => new CellLayer(kind, flags, 3, 4, 4, []));
        Assert.Contains($"no {kind} cell with {flags}", e.Message);
    }

    /// <summary>A layer of random constants, packed for whichever kernel is asked for.</summary>
    static Func<Kernel, CellLayer> Layers(Random random, CellKind kind, CellFlags flags, int inputs, int units, int limit)
    {
        int outputs = RandomCell.Outputs(kind, units);
        byte[] data = RandomCell.Data(random, new CellShape(kind, flags, inputs, units, outputs), limit);
        return kernel => new(kind, flags, inputs, units, outputs, data, kernel);
    }

    static int CompareInt8(Random random, CellKind kind, CellFlags flags, int inputs, int units)
    {
        var layers = Layers(random, kind, flags, inputs, units, 127);
        var layer = layers(Kernel.Scalar);
        sbyte[] start = Array.ConvertAll(RandomLayer.Activations(random, layer.HiddenLength, 127, -128), v => (sbyte)v);
        short[] cell = RandomLayer.Activations(random, layer.CellLength, kind == CellKind.Lstm ? short.MaxValue : 16384,
            kind == CellKind.Lstm ? short.MinValue : -16384);
        sbyte[][] samples = [.. Enumerable.Range(0, 3)
            .Select(_ => Array.ConvertAll(RandomLayer.Activations(random, LstmLayer.Padded(inputs), 127, -128), v => (sbyte)v))];
        var expected = samples.Select(_ => (H: new sbyte[0], C: new short[0], IsCut: false)).ToArray();
        var (h, c) = (start.ToArray(), cell.ToArray());
        for (int t = 0; t < samples.Length; t++)
        {
            bool isCut = layer.Step(Kernel.Scalar, samples[t], h, c);
            expected[t] = (h.ToArray(), c.ToArray(), isCut);
        }

        foreach (Kernel kernel in Vector)
        {
            (h, c, layer) = (start.ToArray(), cell.ToArray(), layers(kernel));
            for (int t = 0; t < samples.Length; t++)
            {
                Assert.Equal(expected[t].IsCut, layer.Step(kernel, samples[t], h, c));
                Assert.True(expected[t].C.AsSpan().SequenceEqual(c), $"{kernel} {inputs}→{units} int8: cell, step {t}");
                Assert.True(expected[t].H.AsSpan().SequenceEqual(h), $"{kernel} {inputs}→{units} int8: hidden, step {t}");
            }
        }

        return Vector.Count();
    }

    static int CompareInt16(Random random, CellKind kind, CellFlags flags, int inputs, int units)
    {
        var layers = Layers(random, kind, flags, inputs, units, 16384);
        var layer = layers(Kernel.Scalar);
        short[] start = RandomLayer.Activations(random, layer.HiddenLength, 16384, -16384);
        short[] cell = RandomLayer.Activations(random, layer.CellLength, kind == CellKind.Lstm ? short.MaxValue : 16384,
            kind == CellKind.Lstm ? short.MinValue : -16384);
        short[][] samples = [.. Enumerable.Range(0, 3)
            .Select(_ => RandomLayer.Activations(random, LstmLayer.Padded(inputs), 16384, -16384))];
        var expected = samples.Select(_ => (H: new short[0], C: new short[0], IsCut: false)).ToArray();
        var (h, c) = (start.ToArray(), cell.ToArray());
        for (int t = 0; t < samples.Length; t++)
        {
            bool isCut = layer.Step(Kernel.Scalar, samples[t], h, c);
            expected[t] = (h.ToArray(), c.ToArray(), isCut);
            Assert.All(h, v => Assert.InRange(v, -16384, 16384));
        }

        foreach (Kernel kernel in Vector)
        {
            (h, c, layer) = (start.ToArray(), cell.ToArray(), layers(kernel));
            for (int t = 0; t < samples.Length; t++)
            {
                Assert.Equal(expected[t].IsCut, layer.Step(kernel, samples[t], h, c));
                Assert.True(expected[t].C.AsSpan().SequenceEqual(c), $"{kernel} {inputs}→{units} int16: cell, step {t}");
                Assert.True(expected[t].H.AsSpan().SequenceEqual(h), $"{kernel} {inputs}→{units} int16: hidden, step {t}");
            }
        }

        return Vector.Count();
    }
}
