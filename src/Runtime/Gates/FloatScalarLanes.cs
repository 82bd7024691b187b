namespace EdgeLstm.Gates;

/// <summary>One float at a time, for processors without the vectors above.</summary>
readonly struct FloatScalarLanes : IFloatLanes<float>
{
    public static int Count => 1;

    public static unsafe float Load(float* source) => *source;

    public static unsafe void Store(float* target, float value) => *target = value;

    public static float Broadcast(float value) => value;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float Divide(float a, float b) => a / b;

    public static float MultiplyAdd(float a, float b, float c) => a * b + c;

    public static float Min(float a, float b) => MathF.Min(a, b);

    public static float Max(float a, float b) => MathF.Max(a, b);

    public static float ScaleByPowerOfTwo(float value, float n) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) + ((int)n << 23));
}
