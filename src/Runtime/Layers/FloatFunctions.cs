using System.Runtime.CompilerServices;
using EdgeLstm.Gates;

namespace EdgeLstm.Layers;

/// <summary>
/// Applies one function to a row group of several blocks, in place, as <see cref="GateFunctions"/> does; sigmoid and tanh in lanes, the
/// others as layers apply them.
/// </summary>
static unsafe class FloatFunctions
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<T, TLanes>(FloatFunction function, float* values, int stride, int blocks)
        where T : struct
        where TLanes : IFloatLanes<T>
    {
        for (; blocks > 0; blocks--, values += stride)
        {
            float* end = values + LstmCell.BlockUnits;
            if (function.Clip > 0)
                for (float* p = values; p != end; p++)
                    *p = *p > function.Clip ? function.Clip : *p < -function.Clip ? -function.Clip : *p;
            switch (function.Kind)
            {
                case FunctionKind.Identity:
                    break;
                case FunctionKind.Sigmoid:
                    for (float* p = values; p != end; p += TLanes.Count)
                        TLanes.Store(p, FloatGateMath.Sigmoid<T, TLanes>(TLanes.Load(p)));
                    break;
                case FunctionKind.Tanh:
                    for (float* p = values; p != end; p += TLanes.Count)
                        TLanes.Store(p, FloatGateMath.Tanh<T, TLanes>(TLanes.Load(p)));
                    break;
                default:
                    Activations.Apply(function.Kind, function.Alpha, function.Beta, new Span<float>(values, LstmCell.BlockUnits));
                    break;
            }
        }
    }
}
