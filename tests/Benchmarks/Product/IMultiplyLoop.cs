namespace EdgeLstm.Benchmarks.Product;

/// <summary>
/// A loop of a kernel's multiply instructions and the adds of their results, on weights in L1 and everything else in registers: no
/// broadcasts, no sign handling, no unpacking, no epilogue. What the multipliers of this processor can do at most.
/// </summary>
interface IMultiplyLoop
{
    /// <summary>Products of so many tiles.</summary>
    /// <param name="weights">One tile after the other.</param>
    /// <param name="tiles">As many as are multiplied, over the same ones again and again.</param>
    static abstract unsafe void Run(byte* weights, long tiles);
}
