using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Quantize.Tests.Passes;

public class PackedRowsTests
{
    public static TheoryData<RowForm> Forms => [.. Enum.GetValues<RowForm>()];

    [Theory]
    [InlineData(RowForm.Int8, 270, 270)]
    [InlineData(RowForm.Int4, 270, 135)]
    [InlineData(RowForm.Five, 270, 80)] // 27 in eight bytes: 2.37 bits
    [InlineData(RowForm.Five, 271, 88)]
    [InlineData(RowForm.Three, 280, 56)] // 40 in eight bytes: 1.6 bits
    public void Weights_take_so_many_bytes(RowForm form, int count, int bytes) => Assert.Equal(bytes, PackedRows.WeightBytes(form, count));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Rows_come_back_as_they_went_in(RowForm form)
    {
        var random = new Random(5);
        int units = 7, x = 13, r = 6, level = PackedRows.LargestLevel(form), uStep = form == RowForm.Int8 ? 1 : PackedRows.LargestStep(form);
        var rows = Enumerable.Range(0, units).Select(k => (
            Multiplier: MathF.ScaleB(1 + k / 64f, -20 - 2 * k), Bias: (random.Next(-32768, 32768)) << 4, Shift: (byte)(form == RowForm.Int8 ? k : 3),
            Step: (byte)random.Next(1, PackedRows.LargestStep(form) + 1))).ToList();
        sbyte[] levels = [.. Enumerable.Range(0, units * (x + r)).Select(k => (sbyte)(k < 2 ? (2 * k - 1) * level : random.Next(-level, level + 1)))];
        byte[] packed = [.. PackedRows.Pack(form, rows, 4), .. PackedRows.Pack(form, levels)];
        Assert.Equal(PackedRows.Bytes(form, units, units * (x + r)), packed.Length);

        byte[] plain = PackedRows.Unpack(packed, units, x, r, [form], default);
        for (int row = 0; row < units; row++)
        {
            Assert.Equal(rows[row].Multiplier, BitConverter.ToSingle(plain, 4 * row));
            Assert.Equal(rows[row].Bias, BitConverter.ToInt32(plain, 4 * (units + row)));
            Assert.Equal(rows[row].Shift, plain[8 * units + row]);
            for (int k = 0; k < x; k++)
                Assert.Equal(levels[row * x + k] * (form == RowForm.Int8 ? 1 : rows[row].Step), (sbyte)plain[9 * units + row * x + k]);
            for (int k = 0; k < r; k++)
                Assert.Equal(levels[units * x + row * r + k] * uStep, (sbyte)plain[9 * units + units * x + row * r + k]);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Blocks_that_are_left_out_take_no_bytes_and_come_back_as_zeros(RowForm form)
    {
        var random = new Random(8);
        const int Units = 21, X = 6, R = 21;
        int level = PackedRows.LargestLevel(form);
        byte[] bits = [0b1011_0111, 0b1101_1010]; // 2 × (2 + 6) blocks
        var mask = new BlockMask(bits, X, R);
        int kept = mask.Weights(Units);
        sbyte[] levels = [.. Enumerable.Range(0, kept).Select(_ => (sbyte)(random.Next(2) == 0 ? level : -level))];
        var rows = Enumerable.Range(0, Units).Select(_ => (1f, 0, (byte)0, (byte)1)).ToList();
        byte[] packed = [.. PackedRows.Pack(form, rows, 0), .. PackedRows.Pack(form, levels)];
        Assert.Equal(PackedRows.Bytes(form, Units, kept), packed.Length);
        Assert.Equal(bits.Length + 4L * packed.Length, PackedRows.LstmBytes(X, Units, 0, [form, form, form, form], kept)); // X + Units columns

        byte[] plain = PackedRows.Unpack(packed, Units, X, R, [form], mask);
        int next = 0, uStep = form == RowForm.Int8 ? 1 : PackedRows.LargestStep(form);
        for (int k = 0; k < Units * X; k++)
            Assert.Equal(mask.Keeps(k / X, k % X) ? levels[next++] : 0, (sbyte)plain[9 * Units + k]);
        for (int k = 0; k < Units * R; k++)
            Assert.Equal(mask.Keeps(k / R, X + k % R) ? levels[next++] * uStep : 0, (sbyte)plain[9 * Units + Units * X + k]);
        Assert.Equal(kept, next);
        Assert.True(mask.Keeps(0, 0));
        Assert.False(mask.Keeps(15, 6 + 5)); // bit 3: units 0–15, the second four columns of h
        Assert.True(mask.Keeps(20, 6 + 20)); // of the last bits, the one of columns 20 to 23
    }

    [Fact]
    public void A_layer_with_too_few_bytes_or_forms_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PackedRows.UnpackLstm(new byte[10], 3, 4, 0, [RowForm.Int8, RowForm.Int8, RowForm.Int8, RowForm.Int8], 0));
        Assert.Throws<ArgumentException>(() => PackedRows.UnpackLstm(new byte[1000], 3, 4, 0, [RowForm.Int8], 0));
    }

    [Fact]
    public void Any_bytes_at_all_give_weights_that_the_kernels_take()
    {
        var random = new Random(6);
        var data = new byte[4000];
        random.NextBytes(data);
        foreach (RowForm form in Enum.GetValues<RowForm>().Where(form => form != RowForm.Int8)) // whose −128 the proof refuses
            Assert.DoesNotContain(unchecked((byte)sbyte.MinValue), PackedRows.Unpack(data, 10, 8, 10, [form], default)[90..]);
    }
}
