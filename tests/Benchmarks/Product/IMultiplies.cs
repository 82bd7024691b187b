using System.Runtime.Intrinsics;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>The multiplies that a kernel of x64 gives a register of weights, and the adds of their results.</summary>
interface IMultiplies
{
    static abstract Vector256<int> Add(Vector256<int> sum, Vector256<byte> weights);

    static abstract Vector512<int> Add(Vector512<int> sum, Vector512<byte> weights);
}
