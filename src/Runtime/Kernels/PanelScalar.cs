namespace EdgeLstm.Kernels;

/// <summary>The definition of the panel product, for both widths of activation.</summary>
readonly unsafe struct PanelScalar<TActivation> : IPanelProduct<TActivation>
    where TActivation : unmanaged
{
    public static int SumsPerRow => 1;

    public static int ArrangedBytes(int count) => count * sizeof(TActivation);

    public static void Arrange(TActivation* source, int tiles, byte* target) =>
        new ReadOnlySpan<TActivation>(source, tiles * Panel.TileInputs).CopyTo(new Span<TActivation>(target, tiles * Panel.TileInputs));

    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        int* bias = (int*)panel;
        byte* xPanel = (byte*)(bias + Panel.Rows);
        int* shift = (int*)(xPanel + xTiles * Panel.TileBytes);
        byte* hPanel = (byte*)(shift + Panel.Rows);
        float* multiplier = (float*)(hPanel + hTiles * Panel.TileBytes);
        for (int row = 0; row < Panel.Rows; row++)
        {
            int acc = bias[row] + Dot(xPanel, (TActivation*)x, xTiles, row);
            acc = (acc << shift[row]) + Dot(hPanel, (TActivation*)h, hTiles, row);
            pre[row] = (short)Math.Clamp(MathF.Round(acc * multiplier[row]), short.MinValue, short.MaxValue);
        }

        return (byte*)(multiplier + Panel.Rows);
    }

    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre) =>
        Multiply(panel, x, xTiles, h, hTiles, pre);

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
