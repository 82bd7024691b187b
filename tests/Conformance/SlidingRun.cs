namespace EdgeLstm.Conformance;

/// <summary>
/// Pushes the samples of all windows, one after the other, through a <c>SlidingWindow</c> of their length, and compares each of its
/// answers with <c>Predict</c>'s.
/// </summary>
sealed class SlidingRun(int steps)
{
    readonly ModelUnderTest.SlidingWindow window = new(steps);
    readonly float[] output = new float[ModelUnderTest.OutputCount];
    readonly float[] expected = new float[ModelCalls.OutputsFor(steps)];

    /// <summary>Predictions of the last run.</summary>
    public int Predictions { get; private set; }

    /// <summary>How many predictions of the run differ from those of <c>Predict</c>.</summary>
    public int Run(ReadOnlySpan<float> samples)
    {
        int different = Predictions = 0;
        window.Reset();
        for (int end = 1; end <= samples.Length / ModelUnderTest.InputCount; end++)
        {
            if (!window.Push(samples.Slice((end - 1) * ModelUnderTest.InputCount, ModelUnderTest.InputCount), output))
                continue;
            Predictions++;
            ModelUnderTest.Predict(samples.Slice((end - steps) * ModelUnderTest.InputCount, steps * ModelUnderTest.InputCount), expected);
            bool same = true;
            for (int k = 0; k < output.Length; k++)
                same &= BitConverter.SingleToInt32Bits(output[k]) == BitConverter.SingleToInt32Bits(expected[expected.Length - output.Length + k]);
            different += same ? 0 : 1;
        }

        return different;
    }
}
