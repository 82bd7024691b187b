namespace EdgeLstm.Conformance;

/// <summary>Runs the generated class over [N,T,F] samples as <c>edgelstm run</c> does, with and without <c>--stream</c>.</summary>
static class Runner
{
    /// <summary>Outputs of one run: [N,O] of windows, or [N,T,O] of a stream, or of windows with an output for every step.</summary>
    public static int OutputLength(int windows, int steps, bool stream) =>
        windows * (stream ? steps * ModelUnderTest.OutputCount : ModelCalls.OutputsFor(steps));

    public static void Run(ReadOnlySpan<float> samples, int windows, int steps, bool stream, Span<float> outputs)
    {
        int window = steps * ModelUnderTest.InputCount, length = OutputLength(1, steps, stream);
        for (int n = 0; n < windows; n++)
        {
            var input = samples.Slice(n * window, window);
            var output = outputs.Slice(n * length, length);
            if (stream)
                ModelCalls.Stream(input, steps, output);
            else
                ModelUnderTest.Predict(input, output);
        }
    }
}
