namespace EdgeLstm.Conformance;

/// <summary>The calls of a class that reads ahead: <c>-p:ConformanceWindows=true</c>.</summary>
static class ModelCalls
{
    public static int OutputsFor(int steps) => ModelUnderTest.OutputsFor(steps);

    public static void Stream(ReadOnlySpan<float> input, int steps, Span<float> outputs) =>
        throw new InvalidOperationException("This model has no steps.");
}
