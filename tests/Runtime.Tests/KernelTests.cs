using EdgeLstm.Kernels;
using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

/// <summary>Every kernel of this processor against the scalar definition, bit for bit.</summary>
public class KernelTests
{
    readonly int[] _pairSums = new int[2]; // layers whose tiles may be added in twos, and those whose may not
    readonly int[] _cut = new int[2]; // steps that cut no state off, and those that did
    readonly int[] _levels = new int[2]; // layers with levels in the panels, and those with none

    static IEnumerable<Kernel> Vector => Enum.GetValues<Kernel>().Where(k => k != Kernel.Scalar && KernelChoice.IsSupported(k));

    [Fact]
    [Trait("Category", "Slow")]
    public void The_lstm_kernels_equal_the_scalar_definition_over_shapes_1_to_70()
    {
        var random = new Random(1);
        int compared = 0;
        for (int inputs = 1; inputs <= 70; inputs++)
        {
            for (int units = 1; units <= 70; units++)
            {
                compared += CompareInt8(random, inputs, units);
                compared += CompareInt8(random, inputs, units, levels: true);
                compared += CompareInt16(random, inputs, units);
            }
        }

        Assert.True(compared > 0 || !Vector.Any());
        Assert.All(_cut, count => Assert.True(count > 1000));
        if (Vector.Any())
            Assert.All(_pairSums, count => Assert.True(count > 100));
        if (Vector.Any(KernelChoice.TakesLevels))
            Assert.All(_levels, count => Assert.True(count > 1000));
    }

    [Theory]
    [InlineData(14, 256)]
    [InlineData(300, 128)]
    [InlineData(3, 512)]
    public void The_lstm_kernels_equal_the_scalar_definition_on_large_shapes(int inputs, int units)
    {
        var random = new Random(2);
        CompareInt8(random, inputs, units);
        CompareInt8(random, inputs, units, levels: true);
        CompareInt16(random, inputs, units);
    }

    [Fact]
    public void The_lstm_kernels_equal_the_scalar_definition_at_low_rank()
    {
        var random = new Random(4);
        for (int trial = 0; trial < 400; trial++)
        {
            int inputs = random.Next(1, 71), units = random.Next(1, 71), rank = random.Next(1, trial % 10 == 0 ? 257 : 71);
            CompareInt8(random, inputs, units, rank);
            CompareInt16(random, inputs, units, rank);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_lstm_kernels_equal_the_scalar_definition_with_columns_left_out()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 400; trial++)
        {
            int inputs = random.Next(1, 71), units = trial % 10 == 0 ? random.Next(200, 300) : random.Next(1, 71);
            CompareInt8(random, inputs, units, sparse: true, levels: trial % 2 == 0);
            CompareInt16(random, inputs, units, sparse: true);
        }
    }

    [Theory]
    [InlineData(63, -128)]
    [InlineData(-63, -128)]
    [InlineData(63, 127)]
    [InlineData(-63, 127)]
    public void Sums_of_two_tiles_at_the_end_of_an_int16_are_exact(sbyte weight, sbyte activation)
    {
        const int Inputs = 24, Units = 16;
        byte[] data = new byte[LstmLayer.DataBytes(Inputs, Units)];
        for (int row = 0; row < 4 * Units; row++)
            BitConverter.TryWriteBytes(data.AsSpan(4 * row), 1f / 65536);
        data.AsSpan(9 * 4 * Units).Fill((byte)weight);
        sbyte[] x = new sbyte[LstmLayer.Padded(Inputs)], h = new sbyte[Units];
        x.AsSpan(0, Inputs).Fill(activation);
        foreach (Kernel kernel in Vector)
        {
            h.AsSpan().Fill(activation);
            var (expectedH, c, expectedC) = (h.ToArray(), new short[Units], new short[Units]);
            new LstmLayer(Inputs, Units, 0, data, 12, 127, Kernel.Scalar).Step(Kernel.Scalar, x, expectedH, expectedC);
            var layer = new LstmLayer(Inputs, Units, 0, data, 12, 127, kernel);
            Assert.True(layer.PairSumsFit);
            layer.Step(kernel, x, h, c);
            Assert.Equal(expectedC, c);
            Assert.Equal(expectedH, h);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 0)]
    [InlineData(10, 10)]
    [InlineData(15, 10)]
    public void Four_weights_that_meet_in_an_int16_may_be_252_together(int column, int group)
    {
        var row = new sbyte[18];
        foreach (int k in new[] { 0, 1, 4, 5 })
            row[group + k] = 63;
        Assert.True(PairSums.Fit(row, row.Length));
        row[column]++;
        Assert.False(PairSums.Fit(row, row.Length));
        Assert.True(PairSums.Fit(row, 2)); // in sections of two, no two tiles meet
    }

    [Theory]
    [InlineData(512, 1)]
    [InlineData(512, -1)]
    [InlineData(513, 1)]
    public void Sums_of_levels_at_the_end_of_an_int16_are_exact(int inputs, int sign)
    {
        const int Units = 32;
        var (data, x) = RandomLayer.LevelsAtTheEnd(inputs, Units, sign);
        foreach (Kernel kernel in Vector)
        {
            var (h, expectedH, c, expectedC) = (new sbyte[Units], new sbyte[Units], new short[Units], new short[Units]);
            new LstmLayer(inputs, Units, 0, data, 12, 127, Kernel.Scalar).Step(Kernel.Scalar, x, expectedH, expectedC);
            var layer = new LstmLayer(inputs, Units, 0, data, 12, 127, kernel, int8Activations: true);
            Assert.Equal(KernelChoice.TakesLevels(kernel) && inputs == 512, layer.HasLevels);
            layer.Step(kernel, x, h, c);
            Assert.Equal(expectedC, c);
            Assert.Equal(expectedH, h);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(2, 2)]
    [InlineData(15, 2)]
    public void Levels_of_one_sign_that_meet_in_an_int16_may_be_128_together(int column, int group)
    {
        sbyte[] row = new sbyte[16], other = new sbyte[16];
        foreach (int k in new[] { 0, 1, 4, 5, 8, 9, 12, 13 })
            row[group + k] = (sbyte)(3 * (k == 0 ? 15 : k == 1 ? 17 : 16));
        for (int sign = 0; sign < 2; sign++)
        {
            Assert.Equal(3, LevelSums.Step(row));
            Assert.True(LevelSums.Fit(row, other, 0) && LevelSums.Fit(other, row, 0));
            sbyte before = row[column];
            row[column] += (sbyte)(3 * Math.Sign(row[column]));
            Assert.False(LevelSums.Fit(row, other, 0) || LevelSums.Fit(other, row, 0));
            row[column] = before;
            for (int k = 0; k < row.Length; k++)
                row[k] = (sbyte)-row[k];
        }
    }

    [Fact]
    public void A_step_of_W_that_exceeds_an_int16_in_units_of_U_is_no_level()
    {
        sbyte[] w = [42, -84], u = [63];
        Assert.True(LevelSums.Fit(w, u, 9));
        Assert.False(LevelSums.Fit(w, u, 10));
    }

    [Fact]
    public void The_dense_kernels_equal_the_scalar_definition()
    {
        var random = new Random(3);
        for (int inputs = 1; inputs <= 70; inputs++)
        {
            for (int outputs = 1; outputs <= 5; outputs++)
            {
                var data = new byte[DenseLayer.DataBytes(inputs, outputs)];
                for (int k = 0; k < 2 * outputs; k++)
                    BitConverter.TryWriteBytes(data.AsSpan(4 * k), random.NextSingle() - 0.5f);
                RandomLayer.Weights(random, data.AsSpan(8 * outputs));
                var layer = new DenseLayer(inputs, outputs, data);
                short[] x16 = RandomLayer.Activations(random, LstmLayer.Padded(inputs), 16384, -16384);
                sbyte[] x8 = Narrow(RandomLayer.Activations(random, LstmLayer.Padded(inputs), 127, -128));
                float[] expected8 = new float[outputs], expected16 = new float[outputs], actual = new float[outputs];
                layer.Step(Kernel.Scalar, x8, expected8);
                layer.Step(Kernel.Scalar, x16, expected16);
                foreach (Kernel kernel in Vector)
                {
                    layer.Step(kernel, x8, actual);
                    Assert.Equal(expected8, actual);
                    layer.Step(kernel, x16, actual);
                    Assert.Equal(expected16, actual);
                }
            }
        }
    }

    int CompareInt8(Random random, int inputs, int units, int rank = 0, bool sparse = false, bool levels = false)
    {
        byte[] data = rank != 0 ? RandomLayer.LowRankData(random, inputs, units, rank, 127)
            : levels ? RandomLayer.LevelData(random, inputs, units, 127) : RandomLayer.LstmData(random, inputs, units, 127);
        var (mask, few) = sparse ? RandomLayer.Sparse(random, data, inputs, units) : ([], data);
        var (cellBits, scale) = (random.Next(9, 14), (short)random.Next(100, 400));
        sbyte[] x = Narrow(RandomLayer.Activations(random, LstmLayer.Padded(inputs), 127, -128));
        sbyte[] h = Narrow(RandomLayer.Activations(random, LstmLayer.Padded(units), 127, -128));
        short[] c = RandomLayer.Activations(random, LstmLayer.Padded(units), short.MaxValue, short.MinValue);
        var (expectedH, expectedC) = (h.ToArray(), c.ToArray());
        bool binary = random.Next(3) == 0;
        bool isCut = new LstmLayer(inputs, units, rank, data, cellBits, scale, Kernel.Scalar, binary)
            .Step(Kernel.Scalar, x, expectedH, expectedC);
        Assert.Equal(IsAtEnd(expectedC, expectedH, scale), isCut);
        _cut[isCut ? 1 : 0]++;
        int compared = 0;
        foreach (Kernel kernel in Vector)
        {
            var (actualH, actualC) = (h.ToArray(), c.ToArray());
            var layer = new LstmLayer(inputs, units, rank, few, cellBits, scale, kernel, binary, mask, int8Activations: true);
            if (layer.HasLevels || levels)
                _levels[layer.HasLevels ? 1 : 0]++;
            else
                _pairSums[layer.PairSumsFit ? 1 : 0]++;
            Assert.Equal(isCut, layer.Step(kernel, x, actualH, actualC));
            Assert.True(expectedC.AsSpan().SequenceEqual(actualC),
                $"{kernel} {inputs}→{units} rank {rank} {(sparse ? "sparse " : "")}int8: cell");
            Assert.True(expectedH.AsSpan().SequenceEqual(actualH),
                $"{kernel} {inputs}→{units} rank {rank} {(sparse ? "sparse " : "")}int8: hidden");
            compared++;
        }

        return compared;
    }

    int CompareInt16(Random random, int inputs, int units, int rank = 0, bool sparse = false)
    {
        byte[] data = rank == 0 ? RandomLayer.LstmData(random, inputs, units, 16384)
            : RandomLayer.LowRankData(random, inputs, units, rank, 16384);
        var (mask, few) = sparse ? RandomLayer.Sparse(random, data, inputs, units) : ([], data);
        var (cellBits, scale) = (random.Next(9, 14), (short)16384);
        short[] x = RandomLayer.Activations(random, LstmLayer.Padded(inputs), 16384, -16384);
        short[] h = RandomLayer.Activations(random, LstmLayer.Padded(units), 16384, -16384);
        short[] c = RandomLayer.Activations(random, LstmLayer.Padded(units), short.MaxValue, short.MinValue);
        var (expectedH, expectedC) = (h.ToArray(), c.ToArray());
        bool binary = random.Next(3) == 0;
        bool isCut = new LstmLayer(inputs, units, rank, data, cellBits, scale, Kernel.Scalar, binary)
            .Step(Kernel.Scalar, x, expectedH, expectedC);
        Assert.Equal(IsAtEnd(expectedC, expectedH, scale), isCut);
        _cut[isCut ? 1 : 0]++;
        int compared = 0;
        foreach (Kernel kernel in Vector)
        {
            var (actualH, actualC) = (h.ToArray(), c.ToArray());
            Assert.Equal(isCut, new LstmLayer(inputs, units, rank, few, cellBits, scale, kernel, binary, mask)
                .Step(kernel, x, actualH, actualC));
            Assert.True(expectedC.AsSpan().SequenceEqual(actualC),
                $"{kernel} {inputs}→{units} rank {rank} {(sparse ? "sparse " : "")}int16: cell");
            Assert.True(expectedH.AsSpan().SequenceEqual(actualH),
                $"{kernel} {inputs}→{units} rank {rank} {(sparse ? "sparse " : "")}int16: hidden");
            compared++;
        }

        return compared;
    }

    /// <summary>
    /// What a step says of its new state: |h| is at most 1, so that an int8 h can only be cut off where it has more units than 127.
    /// </summary>
    static bool IsAtEnd<T>(short[] c, T[] h, short scale) =>
        c.Any(v => Math.Abs((int)v) >= short.MaxValue) || (scale > 127 && h is sbyte[] narrow && narrow.Any(v => Math.Abs((int)v) >= 127));

    static sbyte[] Narrow(short[] values) => Array.ConvertAll(values, v => (sbyte)v);
}
