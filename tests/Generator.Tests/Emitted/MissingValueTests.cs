using System.Globalization;
using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Emitted;

/// <summary>A model with a rule takes samples with gaps as it takes the same samples with what stands in for the gaps.</summary>
public class MissingValueTests
{
    /// <summary>
    /// Samples with gaps of every length, infinities among them, and the same filled: the last good value for LIMIT samples, else the
    /// channel's mean, which the test models have at its number.
    /// </summary>
    const string Gaps = """
        const int N = 60;
        int inputs = Engine.InputCount;
        float[] gaps = Samples(N, seed: 11), filled = (float[])gaps.Clone();
        var random = new Random(12);
        var age = new int[inputs];
        int missing = 0;
        for (int k = 0; k < inputs; k++)
            age[k] = int.MaxValue;
        for (int k = 0; k < gaps.Length; k++)
        {
            int channel = k % inputs;
            bool isGap = random.Next(3) == 0 || channel == 1 && k / inputs is > 20 and < 29 || channel == 0 && k == 0;
            if (!isGap)
            {
                age[channel] = 0;
                continue;
            }

            missing++;
            gaps[k] = random.Next(4) switch { 0 => float.PositiveInfinity, 1 => float.NegativeInfinity, _ => float.NaN };
            filled[k] = age[channel] < LIMIT ? filled[k - inputs] : channel;
            age[channel] = age[channel] == int.MaxValue ? age[channel] : age[channel] + 1;
        }

        """;

    [Theory]
    [InlineData("held", 2)]
    [InlineData("held-int8", 3)]
    [InlineData("held-float", 2)]
    [InlineData("held-residual", 1000000)]
    [InlineData("mean", 0)]
    [InlineData("mean-float", 0)]
    public void A_step_takes_what_stands_in_for_a_gap_and_allocates_nothing(string model, int limit) => Assert.Equal("equal", Run(model, limit, """
        float[] a = new float[Engine.OutputCount], b = new float[Engine.OutputCount];
        Engine.State state = default, whole = default;
        long allocated = 0;
        for (int t = 0; t < N; t++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Engine.Step(ref state, gaps.AsSpan(t * inputs, inputs), a);
            if (t > 0) // the first step packs the weights
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            Engine.Step(ref whole, filled.AsSpan(t * inputs, inputs), b);
            if (!a.AsSpan().SequenceEqual(b))
                return $"step {t}: {string.Join(' ', a)} against {string.Join(' ', b)}";
        }

        return allocated != 0 ? $"{allocated} bytes"
            : state.MissingInputs != missing || whole.MissingInputs != 0 ? $"{state.MissingInputs} counted of {missing}"
            : state.SaturatedInputs < missing || state.SaturatedInputs > N * inputs ? $"{state.SaturatedInputs} saturated" : "equal";
        """));

    [Theory]
    [InlineData("held", 2)]
    [InlineData("held-residual", 1000000)]
    [InlineData("mean", 0)]
    [Trait("Category", "Slow")]
    public void Predict_holds_inside_of_the_window_alone(string model, int limit) => Assert.Equal("equal", Run(model, limit, """
        float[] a = new float[Engine.OutputCount], b = new float[Engine.OutputCount];
        for (int run = 0; run < 2; run++)
        {
            Engine.Predict(gaps, a);
            Engine.Predict(filled, b);
            if (!a.AsSpan().SequenceEqual(b))
                return $"{string.Join(' ', a)} against {string.Join(' ', b)}";
        }

        return "equal";
        """));

    [Theory]
    [InlineData("held-window", 2, 1)]
    [InlineData("held-window-float", 2, 60)]
    [InlineData("mean-window", 0, 1)]
    public void Models_that_need_a_window_fill_it_and_count(string model, int limit, int rows) => Assert.Equal("equal", Run(model, limit, $$"""
        float[] a = new float[{{rows}} * Engine.OutputCount], b = new float[a.Length];
        for (int run = 0; run < 2; run++)
        {
            int counted = Engine.Predict(gaps, a), clipped = Engine.Predict(filled, b);
            if (!a.AsSpan().SequenceEqual(b))
                return $"{string.Join(' ', a)} against {string.Join(' ', b)}";
            if (counted < missing || counted > missing + clipped)
                return $"{counted} counted of {missing} and {clipped}";
        }

        return "equal";
        """));

    [Fact]
    public void A_value_that_is_missing_counts_once_even_where_the_held_one_is_out_of_range() => Assert.Equal("2 1", UserCode.Run<string>(Zoo.Builder("held"), """
        var output = new float[Engine.OutputCount];
        Engine.State state = default;
        Engine.Step(ref state, new[] { 1e6f, 0, 0 }, output);
        Engine.Step(ref state, new[] { float.NaN, 0, 0 }, output);
        return $"{state.SaturatedInputs} {state.MissingInputs}";
        """));

    [Fact]
    public void A_snapshot_in_the_middle_of_a_gap_carries_what_is_held() => Assert.Equal("equal", Run("held", 2, """
        float[] a = new float[Engine.OutputCount], b = new float[Engine.OutputCount];
        Engine.State state = default;
        var snapshot = new byte[Engine.SnapshotBytes];
        for (int t = 0; t < N; t++)
        {
            state.Save(snapshot);
            var restored = Engine.State.Restore(snapshot);
            Engine.Step(ref state, gaps.AsSpan(t * inputs, inputs), a);
            Engine.Step(ref restored, gaps.AsSpan(t * inputs, inputs), b);
            if (!a.AsSpan().SequenceEqual(b) || restored.MissingInputs != state.MissingInputs)
                return $"step {t}";
        }

        return "equal";
        """));

    [Fact]
    public void Reset_forgets_what_is_held() => Assert.True(UserCode.Run<bool>(Zoo.Builder("held"), """
        float[] first = new float[Engine.OutputCount], again = new float[Engine.OutputCount], gap = { float.NaN, float.NaN, float.NaN };
        Engine.State state = default;
        Engine.Step(ref state, gap, first);
        Engine.Step(ref state, new[] { 1f, 2, 3 }, again);
        state.Reset();
        Engine.Step(ref state, gap, again);
        return first.AsSpan().SequenceEqual(again) && state.MissingInputs == 3;
        """));

    /// <summary>The window's own samples, filled in the order in which they came: what is held may have left the window.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("held", 2)]
    [InlineData("held-float", 2)]
    [InlineData("mean", 0)]
    [InlineData("held-window", 2)]
    [InlineData("held-window-float", 2)]
    [InlineData("mean-window", 0)]
    public void A_sliding_window_fills_samples_as_they_come_and_carries_that_in_its_snapshot(string model, int limit) => Assert.Equal("equal", Run(model, limit, """
        const int Window = 12;
        float[] a = new float[Engine.OutputCount], b = new float[a.Length], c = new float[a.Length];
        var window = new Engine.SlidingWindow(Window);
        var whole = new Engine.SlidingWindow(Window);
        long allocated = 0;
        for (int run = 0; run < 2; run++)
        {
            for (int t = 0; t < N; t++)
            {
                var snapshot = new byte[window.SnapshotBytes];
                window.Save(snapshot);
                var restored = new Engine.SlidingWindow(Window);
                restored.Push(new float[inputs], c);
                restored.Restore(snapshot);
                long before = GC.GetAllocatedBytesForCurrentThread();
                window.Push(gaps.AsSpan(t * inputs, inputs), a);
                if (run > 0)
                    allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                restored.Push(gaps.AsSpan(t * inputs, inputs), b);
                whole.Push(filled.AsSpan(t * inputs, inputs), c);
                if (!a.AsSpan().SequenceEqual(b) || !a.AsSpan().SequenceEqual(c))
                    return $"run {run}, step {t}: {string.Join(' ', a)}, restored {string.Join(' ', b)}, filled {string.Join(' ', c)}";
                if (restored.MissingInputs != window.MissingInputs || restored.SaturatedInputs != window.SaturatedInputs)
                    return $"step {t}: {window.MissingInputs} {restored.MissingInputs}, {window.SaturatedInputs} {restored.SaturatedInputs}";
            }

            if (window.MissingInputs != missing || whole.MissingInputs != 0)
                return $"{window.MissingInputs} counted of {missing}";
            window.Reset();
            whole.Reset();
        }

        return allocated != 0 ? $"{allocated} bytes" : "equal";
        """));

    /// <summary>An artifact of version 2, and any model that says nothing, is what it was before there were rules.</summary>
    [Theory]
    [MemberData(nameof(Zoo.All), MemberType = typeof(Zoo))]
    public void A_model_without_a_rule_has_nothing_of_one(string model)
    {
        if (model.StartsWith("held", StringComparison.Ordinal) || model.StartsWith("mean", StringComparison.Ordinal))
            return;
        var target = new Emit.ClassTarget("Plant", "Engine");
        string code = Emit.ModelEmitter.EmitClass(Zoo.Builder(model).Build(), target) + Emit.ModelEmitter.EmitWeights(Zoo.Builder(model).Build(), target);
        foreach (string word in (string[])["MissingValues", "_missing", "MissingInputs", "_held", "_left", " Mean "])
            Assert.DoesNotContain(word, code, StringComparison.Ordinal);
    }

    static string Run(string model, int limit, string body) => UserCode.Run<string>(Zoo.Builder(model), Gaps.Replace("LIMIT", limit.ToString(CultureInfo.InvariantCulture)) + body);
}
