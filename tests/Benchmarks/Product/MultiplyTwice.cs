namespace EdgeLstm.Benchmarks.Product;

/// <summary>For int16 activations on Arm, whose two bytes go through the int8 products one after the other.</summary>
readonly struct MultiplyTwice<TLoop> : IMultiplyLoop
    where TLoop : IMultiplyLoop
{
    public static unsafe void Run(byte* weights, long tiles) => TLoop.Run(weights, 2 * tiles);
}
