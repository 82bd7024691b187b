using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 × int8 without the dot product, of panels with <see cref="LevelSums"/>: per 32 products of levels half of two ldp and four smlal,
/// five instructions in the place of seven. llvm-mca's cycles for four tiles and two gates: Cortex-A53 128 in the place of 176; Cortex-A72
/// 64 as before, it multiplies no faster.
/// </summary>
readonly unsafe struct PanelLevelsAdvSimd : IPanelProduct<sbyte>
{
    public static int SumsPerRow => PanelInt8AdvSimd.SumsPerRow;

    public static int ArrangedBytes(int count) => PanelInt8AdvSimd.ArrangedBytes(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arrange(sbyte* source, int tiles, byte* target) => PanelInt8AdvSimd.Arrange(source, tiles, target);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        byte* rows = panel; // a row has four bytes in each tile and in each constant, so that one offset serves them all
        for (short* end = pre + Panel.Rows; pre != end; pre += Panel.Rows / 2, rows += 4 * (Panel.Rows / 2))
        {
            if (Panel.HasLevels(rows, xTiles, SumsPerRow))
                Levels(rows, (sbyte*)x, xTiles, (sbyte*)h, hTiles, pre);
            else
                PanelInt8AdvSimd.TwoGates(rows, (sbyte*)x, xTiles, (sbyte*)h, hTiles, pre);
        }

        return panel + Panel.Bytes(xTiles, hTiles, SumsPerRow);
    }

    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre) =>
        PanelInt8AdvSimd.MultiplyHalf(panel, x, xTiles, h, hTiles, pre);

    /// <summary>Two gates: acc = bias + step of W · Σ levels·x + step of U · Σ levels·h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Levels(byte* panel, sbyte* x, int xTiles, sbyte* h, int hTiles, short* pre)
    {
        Vector128<int> l0 = default, u0 = default, l1 = default, u1 = default; // first gate: units 0–1, 2–3, 4–5, 6–7
        Vector128<int> l2 = default, u2 = default, l3 = default, u3 = default; // units 8–15
        Vector128<int> l4 = default, u4 = default, l5 = default, u5 = default; // second gate
        Vector128<int> l6 = default, u6 = default, l7 = default, u7 = default;
        byte* steps = PanelInt8AdvSimd.AddTiles<Int16Sums>(
            panel + 2 * Panel.ConstantBytes, x, xTiles, ref l0, ref u0, ref l1, ref u1, ref l2, ref u2, ref l3, ref u3,
            ref l4, ref u4, ref l5, ref u5, ref l6, ref u6, ref l7, ref u7);

        Vector128<int> a0 = AddW(panel, steps, 0, l0, u0), a1 = AddW(panel, steps, 4, l1, u1), a2 = AddW(panel, steps, 8, l2, u2),
            a3 = AddW(panel, steps, 12, l3, u3);
        Vector128<int> a4 = AddW(panel, steps, 16, l4, u4), a5 = AddW(panel, steps, 20, l5, u5), a6 = AddW(panel, steps, 24, l6, u6),
            a7 = AddW(panel, steps, 28, l7, u7);
        l0 = u0 = l1 = u1 = l2 = u2 = l3 = u3 = l4 = u4 = l5 = u5 = l6 = u6 = l7 = u7 = default;
        byte* multiplier = PanelInt8AdvSimd.AddTiles<Int16Sums>(
            steps + 2 * Panel.ConstantBytes, h, hTiles, ref l0, ref u0, ref l1, ref u1, ref l2, ref u2, ref l3, ref u3,
            ref l4, ref u4, ref l5, ref u5, ref l6, ref u6, ref l7, ref u7);

        AdvSimdEpilogue.Store(
            AddU(a0, steps, 0, l0, u0), AddU(a1, steps, 4, l1, u1), AddU(a2, steps, 8, l2, u2), AddU(a3, steps, 12, l3, u3), multiplier, 0,
            pre);
        AdvSimdEpilogue.Store(
            AddU(a4, steps, 16, l4, u4), AddU(a5, steps, 20, l5, u5), AddU(a6, steps, 24, l6, u6), AddU(a7, steps, 28, l7, u7), multiplier,
            16, pre);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> AddW(byte* bias, byte* steps, int row, Vector128<int> lower, Vector128<int> upper) =>
        AdvSimd.MultiplyAdd(Vector128.Load((int*)bias + row), Sum(lower, upper), Vector128.Load((int*)steps + (row + Panel.Rows)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> AddU(Vector128<int> acc, byte* steps, int row, Vector128<int> lower, Vector128<int> upper) =>
        AdvSimd.MultiplySubtract(acc, Sum(lower, upper), Vector128.Load((int*)steps + row)); // the step is stored less than 0

    /// <summary>Four units' sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> Sum(Vector128<int> lower, Vector128<int> upper) =>
        AdvSimd.AddPairwiseWidening(AdvSimd.Arm64.AddPairwise(lower.AsInt16(), upper.AsInt16()));
}
