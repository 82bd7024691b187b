namespace EdgeLstm.Kernels;

/// <summary>The definition of the panel product, for both widths of activation.</summary>
readonly unsafe struct PanelScalar<TActivation> : IPanelProduct<TActivation>
    where TActivation : unmanaged
{
    public static void Arrange(TActivation* source, TActivation* target, int count) =>
        new ReadOnlySpan<TActivation>(source, count).CopyTo(new Span<TActivation>(target, count));

    public static byte* Multiply(byte* panel, TActivation* x, int xTiles, TActivation* h, int hTiles, short* pre)
    {
        float* ratio = (float*)(panel + xTiles * Panel.TileBytes);
        int* bias = (int*)(ratio + Panel.Rows);
        byte* hPanel = (byte*)(bias + Panel.Rows);
        float* multiplier = (float*)(hPanel + hTiles * Panel.TileBytes);
        for (int row = 0; row < Panel.Rows; row++)
        {
            int acc = Dot(panel, x, xTiles, row);
            acc = (int)MathF.Round(acc * ratio[row]) + bias[row];
            acc += Dot(hPanel, h, hTiles, row);
            pre[row] = (short)Math.Clamp(MathF.Round(acc * multiplier[row]), short.MinValue, short.MaxValue);
        }

        return (byte*)(multiplier + Panel.Rows);
    }

    static int Dot(byte* tiles, TActivation* x, int count, int row)
    {
        int sum = 0;
        for (int t = 0; t < count; t++)
            for (int k = 0; k < Panel.TileInputs; k++)
                sum += (sbyte)tiles[t * Panel.TileBytes + row * Panel.TileInputs + k] * Activation(x, t * Panel.TileInputs + k);
        return sum;
    }

    static int Activation(TActivation* x, int index) =>
        typeof(TActivation) == typeof(sbyte) ? ((sbyte*)x)[index] : ((short*)x)[index];
}
