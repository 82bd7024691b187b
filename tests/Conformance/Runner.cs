namespace EdgeLstm.Conformance;

/// <summary>Runs the generated class over [N,T,F] samples as <c>edgelstm run</c> does, with and without <c>--stream</c>.</summary>
static class Runner
{
    /// <summary>Outputs of one run: [N,O] of windows, or [N,T,O] of a stream.</summary>
    public static int OutputLength(int windows, int steps, bool stream) => windows * (stream ? steps : 1) * ModelUnderTest.OutputCount;

    public static void Run(ReadOnlySpan<float> samples, int windows, int steps, bool stream, Span<float> outputs)
    {
        int window = steps * ModelUnderTest.InputCount;
        for (int n = 0; n < windows; n++)
        {
            var input = samples.Slice(n * window, window);
            if (stream)
                Stream(input, steps, outputs.Slice(n * steps * ModelUnderTest.OutputCount));
            else
                ModelUnderTest.Predict(input, outputs.Slice(n * ModelUnderTest.OutputCount, ModelUnderTest.OutputCount));
        }
    }

    static void Stream(ReadOnlySpan<float> input, int steps, Span<float> outputs)
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
