namespace EdgeLstm.Conformance;

/// <summary>The calls of a class that has <c>Step</c>.</summary>
static class ModelCalls
{
    public static int OutputsFor(int steps) => ModelUnderTest.OutputCount; // of models with an output for every step, run the stream

    public static void Stream(ReadOnlySpan<float> input, int steps, Span<float> outputs)
    {
        ModelUnderTest.State state = default;
        for (int t = 0; t < steps; t++)
        {
            ModelUnderTest.Step(
                ref state, input.Slice(t * ModelUnderTest.InputCount, ModelUnderTest.InputCount),
                outputs.Slice(t * ModelUnderTest.OutputCount, ModelUnderTest.OutputCount));
        }
    }
}
