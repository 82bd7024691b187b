namespace EdgeLstm.Quantize.Tests.Passes.Compressing;

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
        int units = 7, x = 13, r = 6, level = PackedRows.MaxLevel(form), uStep = form == RowForm.Int8 ? 1 : PackedRows.MaxStep(form);
        var rows = Enumerable.Range(0, units).Select(k => (
            Multiplier: MathF.ScaleB(1 + k / 64f, -20 - 2 * k), Bias: (random.Next(-32768, 32768)) << 4, Shift: (byte)(form == RowForm.Int8 ? k : 3),
            Step: (byte)random.Next(1, PackedRows.MaxStep(form) + 1))).ToList();
        sbyte[] levels = [.. Enumerable.Range(0, units * (x + r)).Select(k => (sbyte)(k < 2 ? (2 * k - 1) * level : random.Next(-level, level + 1)))];
        byte[] packed = [.. PackedRows.Pack(form, rows, 4), .. PackedRows.Pack(form, levels)];
        Assert.Equal(PackedRows.Bytes(form, units, x, r), packed.Length);

        byte[] plain = PackedRows.Unpack(packed, units, x, r, [form]);
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

    [Fact]
    public void Columns_that_are_not_read_take_no_bytes()
    {
        const int X = 6, Units = 5;
        byte[] mask = [0b0110_1101, 0b101]; // of x: 0, 2, 3, 5; of h: 0, 2, 4
        Assert.Equal((4, 3), (ColumnMask.Count(mask, 0, X), ColumnMask.Count(mask, X, Units)));
        RowForm[] forms = [RowForm.Int8, RowForm.Int4, RowForm.Five, RowForm.Three];
        Assert.Equal(2 + forms.Sum(form => PackedRows.Bytes(form, Units, 4, 3)), PackedRows.LstmBytes(X, Units, 0, forms, 7));
        Assert.Throws<ArgumentException>(() => PackedRows.UnpackLstm(new byte[1000], X, Units, 0, forms, 7)); // a mask of zeros
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
            Assert.DoesNotContain(unchecked((byte)sbyte.MinValue), PackedRows.Unpack(data, 10, 8, 10, [form])[90..]);
    }
}
