namespace EdgeLstm.Conformance;

/// <summary>
/// Pushes the samples of all windows, one after the other, through a <c>SlidingWindow</c> of their length, and compares each of its
/// answers with <c>Predict</c>'s.
/// </summary>
sealed class SlidingRun(int steps)
{
    readonly ModelUnderTest.SlidingWindow _window = new(steps);
    readonly float[] _output = new float[ModelUnderTest.OutputCount];
    readonly float[] _expected = new float[ModelCalls.OutputsFor(steps)];

    /// <summary>Predictions of the last run.</summary>
    public int Predictions { get; private set; }

    /// <summary>How many predictions of the run differ from those of <c>Predict</c>.</summary>
    public int Run(ReadOnlySpan<float> samples)
    {
        int different = Predictions = 0;
        _window.Reset();
        for (int end = 1; end <= samples.Length / ModelUnderTest.InputCount; end++)
        {
            if (!_window.Push(samples.Slice((end - 1) * ModelUnderTest.InputCount, ModelUnderTest.InputCount), _output))
                continue;
            Predictions++;
            ModelUnderTest.Predict(samples.Slice((end - steps) * ModelUnderTest.InputCount, steps * ModelUnderTest.InputCount), _expected);
            bool same = true;
            for (int k = 0; k < _output.Length; k++)
                same &= BitConverter.SingleToInt32Bits(_output[k]) == BitConverter.SingleToInt32Bits(
                    _expected[_expected.Length - _output.Length + k]);
            different += same ? 0 : 1;
        }

        return different;
    }
}
