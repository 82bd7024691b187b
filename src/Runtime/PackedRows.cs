using System.Buffers.Binary;

namespace EdgeLstm;

/// <summary>
/// The constants of a compressed product, for groups of rows (gates), each in a <see cref="RowForm"/> of its own. Little-endian, one group
/// after the other, of U rows:
/// <code>
/// exponent  byte: of the largest multiplier, as a float32 has it
/// shifts    byte: in the lower four bits that of rows with levels, in the upper four the biases' own
/// scale     [U] uint16: bits 15–12: the multiplier's exponent is so much less; 11–6: its mantissa's upper six bits; 5–0: levels: what one of W counts; int8: the shift
/// bias      [U] int16, &lt;&lt; the biases' shift
/// weights   W [U, X], then U [U, R], as levels; a level of U counts <see cref="MaxStep"/>
/// </code>
/// An LSTM whose gates do not read all of [x, h] begins with its <see cref="ColumnMask"/>, and has X and R of what they read. Unpacked it
/// is what CellProduct documents: multiplier float32, bias int32, shift byte, W and U int8. The generator proves, the runtime computes with
/// that.
/// </summary>
static class PackedRows
{
    const int HeaderBytes = 2;

    /// <summary>Levels run from −this to this; int8 has no levels, but values.</summary>
    public static int MaxLevel(RowForm form) => form switch { RowForm.Int4 => 7, RowForm.Five => 2, RowForm.Three => 1, _ => 127 };

    /// <summary>The largest step, of six bits, that keeps a level times a step within ±127.</summary>
    public static int MaxStep(RowForm form) => Math.Min(63, 127 / MaxLevel(form));

    /// <summary>Bytes of one group's rows.</summary>
    public static long Bytes(RowForm form, int units, int x, int r) => HeaderBytes + 4L * units + WeightBytes(form, (long)units * (x + r));

    /// <summary>Bytes of so many weights.</summary>
    public static long WeightBytes(RowForm form, long count) => form switch
    {
        RowForm.Int8 => count,
        RowForm.Int4 => (count + 1) / 2,
        _ => 8 * ((count + PerWord(form) - 1) / PerWord(form)),
    };

    /// <summary>
    /// Bytes of a compressed LSTM layer: the mask, where the gates read but <paramref name="columns"/> of [x, h]; the projection to
    /// <paramref name="rank"/> values, where that is not 0; and the gates.
    /// </summary>
    public static long LstmBytes(int inputs, int hiddenSize, int rank, ReadOnlySpan<RowForm> forms, int columns)
    {
        long bytes = rank != 0 ? Bytes(RowForm.Int8, rank, inputs, hiddenSize) : MaskBytes(inputs, hiddenSize, columns);
        foreach (var form in forms)
            bytes += Bytes(form, hiddenSize, rank != 0 ? rank : columns == 0 ? inputs + hiddenSize : columns, 0);
        return bytes;
    }

    /// <summary>Bytes of a layer's mask, which begins its data.</summary>
    public static int MaskBytes(int inputs, int hiddenSize, int columns) => columns == 0 ? 0 : ColumnMask.Bytes(inputs, hiddenSize);

    /// <summary>The layer's products, one after the other, unpacked; the gates' over the columns that they read.</summary>
    /// <exception cref="ArgumentException">Too few bytes, not four forms, or a mask with another number of columns.</exception>
    public static byte[] UnpackLstm(ReadOnlySpan<byte> data, int inputs, int hiddenSize, int rank, ReadOnlySpan<RowForm> forms, int columns)
    {
        if (forms.Length != 4)
            throw new ArgumentException($"{forms.Length} forms of rows, expected those of i, f, g and o.", nameof(forms));
        if (columns < 0 || columns > inputs + hiddenSize || (rank != 0 && columns != 0))
            throw new ArgumentException(
                $"{columns} columns of {inputs + hiddenSize}, at rank {rank}, expected 0 for all, or at rank 0 some.",
                nameof(columns));
        if (data.Length < LstmBytes(inputs, hiddenSize, rank, forms, columns))
            throw new ArgumentException(
                $"{data.Length} bytes of constants, expected {LstmBytes(inputs, hiddenSize, rank, forms, columns)}.",
                nameof(data));
        if (rank == 0 && columns == 0)
            return Unpack(data, hiddenSize, inputs, hiddenSize, forms);
        if (rank == 0)
        {
            int x = ColumnMask.Count(data, 0, inputs), h = ColumnMask.Count(data, inputs, hiddenSize);
            if (x + h != columns)
                throw new ArgumentException($"A mask that keeps {x + h} columns, expected {columns}.", nameof(data));
            return Unpack(data.Slice(MaskBytes(inputs, hiddenSize, columns)), hiddenSize, x, h, forms);
        }

        byte[] projection = Unpack(data, rank, inputs, hiddenSize, [RowForm.Int8]);
        byte[] gates = Unpack(data.Slice((int)Bytes(RowForm.Int8, rank, inputs, hiddenSize)), hiddenSize, rank, 0, forms);
        return [.. projection, .. gates];
    }

    /// <summary>One product, unpacked.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> data, int units, int x, int r, ReadOnlySpan<RowForm> forms)
    {
        int rows = forms.Length * units;
        var plain = new byte[rows * (9 + x + r)];
        for (int g = 0; g < forms.Length; g++)
        {
            var form = forms[g];
            ReadOnlySpan<byte> scales = data.Slice(HeaderBytes), biases = scales.Slice(2 * units);
            var weights = biases.Slice(2 * units);
            for (int k = 0, row = g * units; k < units; k++, row++)
            {
                int scale = Scale(scales, k), exponent = Math.Max(0, data[0] - (scale >> 12));
                BinaryPrimitives.WriteInt32LittleEndian(plain.AsSpan(4 * row), exponent << 23 | (scale >> 6 & 63) << 17);
                BinaryPrimitives.WriteInt32LittleEndian(plain.AsSpan(4 * (rows + row)), (short)Scale(biases, k) << (data[1] >> 4));
                plain[8 * rows + row] = (byte)(form == RowForm.Int8 ? scale & 63 : data[1] & 15);
            }

            var w = plain.AsSpan(9 * rows + g * units * x, units * x);
            var u = plain.AsSpan(9 * rows + rows * x + g * units * r, units * r);
            for (int k = 0; k < w.Length + u.Length; k++)
            {
                int level = Level(form, weights, k);
                if (k < w.Length)
                    w[k] = Product(level, form == RowForm.Int8 ? 1 : Scale(scales, k / x) & 63);
                else
                    u[k - w.Length] = Product(level, form == RowForm.Int8 ? 1 : MaxStep(form));
            }

            data = data.Slice((int)Bytes(form, units, x, r));
        }

        return plain;
    }

    /// <summary>A group's numbers before its weights.</summary>
    /// <param name="form">Of its rows.</param>
    /// <param name="rows">Multipliers of six bits of mantissa, at most 15 octaves apart; biases, multiples of
    /// 2^<paramref name="biasShift"/>; shifts, and what a level of W counts.</param>
    /// <param name="biasShift">Of all.</param>
    public static byte[] Pack(RowForm form, IReadOnlyList<(float Multiplier, int Bias, byte Shift, byte Step)> rows, int biasShift)
    {
        var packed = new byte[HeaderBytes + 4 * rows.Count];
        int most = rows.Max(row => Bits(row.Multiplier) >> 23);
        if (biasShift is < 0 or > 15 || rows.Any(row => Math.Abs((long)row.Bias >> biasShift) > short.MaxValue)
            || rows.Any(row => most - (Bits(row.Multiplier) >> 23) > 15))
            throw new ArgumentOutOfRangeException(nameof(rows), "Biases or multipliers that the bits of a group do not hold.");
        packed[0] = (byte)most;
        packed[1] = (byte)(biasShift << 4 | (form == RowForm.Int8 ? 0 : rows[0].Shift));
        for (int k = 0; k < rows.Count; k++)
        {
            int bits = Bits(rows[k].Multiplier),
                scale = (most - (bits >> 23)) << 12 | (bits >> 17 & 63) << 6 | (form == RowForm.Int8 ? rows[k].Shift : rows[k].Step);
            BinaryPrimitives.WriteUInt16LittleEndian(packed.AsSpan(HeaderBytes + 2 * k), (ushort)scale);
            BinaryPrimitives.WriteInt16LittleEndian(packed.AsSpan(HeaderBytes + 2 * (rows.Count + k)), (short)(rows[k].Bias >> biasShift));
        }

        return packed;
    }

    static int Bits(float value) => BitConverter.ToInt32(BitConverter.GetBytes(value), 0);

    /// <summary>Writes levels; the reverse of what <see cref="Unpack"/> reads.</summary>
    public static byte[] Pack(RowForm form, ReadOnlySpan<sbyte> levels)
    {
        var packed = new byte[WeightBytes(form, levels.Length)];
        int largest = MaxLevel(form), perWord = PerWord(form);
        for (int k = 0; k < levels.Length; k++)
        {
            if (form == RowForm.Int8)
                packed[k] = (byte)levels[k];
            else if (form == RowForm.Int4)
                packed[k / 2] |= (byte)((levels[k] + 8) << 4 * (k & 1));
            else if (k % perWord == 0)
                BinaryPrimitives.WriteUInt64LittleEndian(packed.AsSpan(8 * (k / perWord)),
                    Word(levels.Slice(k, Math.Min(perWord, levels.Length - k)), largest));
        }

        return packed;
    }

    static int Scale(ReadOnlySpan<byte> values, int index) => BinaryPrimitives.ReadUInt16LittleEndian(values.Slice(2 * index));

    static int PerWord(RowForm form) => form == RowForm.Five ? 27 : 40; // 5^27 and 3^40 fit 64 bits

    static ulong Word(ReadOnlySpan<sbyte> levels, int largest)
    {
        ulong word = 0;
        for (int k = levels.Length - 1; k >= 0; k--)
            word = word * (ulong)(2 * largest + 1) + (ulong)(levels[k] + largest);
        return word;
    }

    static int Level(RowForm form, ReadOnlySpan<byte> weights, int index)
    {
        if (form == RowForm.Int8)
            return (sbyte)weights[index];
        if (form == RowForm.Int4)
            return (weights[index / 2] >> 4 * (index & 1) & 15) - 8;
        ulong word = BinaryPrimitives.ReadUInt64LittleEndian(weights.Slice(8 * (index / PerWord(form)))),
            levels = (ulong)(2 * MaxLevel(form) + 1);
        for (int k = index % PerWord(form); k > 0; k--)
            word /= levels;
        return (int)(word % levels) - MaxLevel(form);
    }

    /// <summary>Saturated, so that no byte of a file has a meaning that the kernels do not expect.</summary>
    static byte Product(int level, int step) => (byte)(sbyte)Math.Min(127, Math.Max(-127, level * step));
}
