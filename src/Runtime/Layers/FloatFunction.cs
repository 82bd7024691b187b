using System.Runtime.InteropServices;

namespace EdgeLstm.Layers;

/// <summary>
/// One scalar function of a float cell as the artifact holds it: four floats. <see cref="Clip"/> cuts its argument to ±Clip where it is
/// more than 0.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct FloatFunction(float KindNumber, float Alpha, float Beta, float Clip)
{
    public FunctionKind Kind => (FunctionKind)(int)KindNumber;
}
