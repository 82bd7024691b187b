namespace EdgeLstm.Benchmarks.Product;

/// <summary>For products without a loop of their own here.</summary>
readonly struct NoLoop : IMultiplyLoop
{
    public static unsafe void Run(byte* weights, long tiles)
    {
    }
}
