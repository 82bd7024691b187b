using System.Runtime.InteropServices;

namespace EdgeLstm.Gates;

/// <summary>One scalar function of a float cell as the artifact holds it: four floats. <see cref="Clip"/> cuts its argument to ±Clip where it is more than 0.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct FloatFunction(float KindNumber, float Alpha, float Beta, float Clip)
{
    public const int Floats = 4;

    public FloatFunctionKind Kind => (FloatFunctionKind)(int)KindNumber;
}
