using System.Runtime.CompilerServices;
using EdgeLstm.Layers;

namespace EdgeLstm.Gates;

/// <summary>Applies one function to a row group of several blocks, in place, as <see cref="GateFunctions"/> does; sigmoid and tanh in lanes, the others one by one.</summary>
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
                case FloatFunctionKind.Identity:
                    break;
                case FloatFunctionKind.Sigmoid:
                    for (float* p = values; p != end; p += TLanes.Count)
                        TLanes.Store(p, FloatGateMath.Sigmoid<T, TLanes>(TLanes.Load(p)));
                    break;
                case FloatFunctionKind.Tanh:
                    for (float* p = values; p != end; p += TLanes.Count)
                        TLanes.Store(p, FloatGateMath.Tanh<T, TLanes>(TLanes.Load(p)));
                    break;
                default:
                    for (float* p = values; p != end; p++)
                        *p = Of(function, *p);
                    break;
            }
        }
    }

    static float Of(FloatFunction f, float x) => f.Kind switch
    {
        FloatFunctionKind.Relu => x > 0 ? x : 0,
        FloatFunctionKind.LeakyRelu => x < 0 ? f.Alpha * x : x,
        FloatFunctionKind.ThresholdedRelu => x > f.Alpha ? x : 0,
        FloatFunctionKind.HardSigmoid => MathF.Min(MathF.Max(f.Alpha * x + f.Beta, 0), 1),
        FloatFunctionKind.ScaledTanh => f.Alpha * Activations.Tanh(f.Beta * x),
        FloatFunctionKind.Elu => x < 0 ? f.Alpha * (Activations.Exp(x) - 1) : x,
        FloatFunctionKind.Softsign => x / (1 + MathF.Abs(x)),
        FloatFunctionKind.Softplus => MathF.Max(x, 0) + LogOnePlus(Activations.Exp(-MathF.Abs(x))),
        FloatFunctionKind.Affine => f.Alpha * x + f.Beta,
        FloatFunctionKind.Step => x >= 0 ? 1 : 0,
        FloatFunctionKind.ThreeLevel => x < -f.Alpha ? 0 : x >= f.Alpha ? 1 : 0.5f,
        _ => x,
    };

    /// <summary>log(1 + e) for e in 0 … 1, by 2·atanh(e / (2 + e)): s ≤ 1/3, and the first term left out is below 2·10⁻⁸.</summary>
    static float LogOnePlus(float e)
    {
        float s = e / (2 + e), q = s * s;
        float p = 1f / 13;
        p = p * q + 1f / 11;
        p = p * q + 1f / 9;
        p = p * q + 1f / 7;
        p = p * q + 1f / 5;
        p = p * q + 1f / 3;
        return 2 * s * (p * q + 1);
    }
}
