using System.Runtime.InteropServices;

namespace EdgeLstm.Gates;

/// <summary>A factor of mantissa/2¹⁵ · 2^doublings between two int16 scales, as the artifact holds it.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct CellScale(short Mantissa, short Doublings);
