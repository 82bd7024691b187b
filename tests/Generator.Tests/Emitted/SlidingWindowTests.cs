using System.Collections.Concurrent;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Emitted;

/// <summary>The last samples of a stream, predicted from reset: for models that were trained on windows.</summary>
public class SlidingWindowTests
{
    public static TheoryData<string> Models => Zoo.All;

    static readonly ConcurrentDictionary<string, Lazy<string[]>> Runs = new();

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Models))]
    public void Every_push_gives_what_Predict_gives_for_the_last_samples_bit_for_bit(string model) => Assert.Equal("equal", Results(model)[0]);

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Models))]
    public void A_push_allocates_nothing(string model) => Assert.Equal("0", Results(model)[1]);

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Models))]
    public void A_restored_and_a_reset_window_continue_as_if_nothing_had_been(string model) => Assert.Equal("equal", Results(model)[2]);

    [Theory]
    [InlineData("int8")]
    [InlineData("same-conv")]
    public void Without_a_length_it_has_that_of_the_windows_in_training(string model) =>
        Assert.True(Run<bool>(model, "return new Engine.SlidingWindow().Samples == Engine.Window && Engine.Window == 30;"));

    [Theory]
    [InlineData(TrainedOn.Windows, 30, 24, 24)] // what the trainer wrote goes before what the graph declares
    [InlineData(TrainedOn.Windows, null, 24, 24)]
    [InlineData(TrainedOn.Unknown, 30, 0, 30)]
    [InlineData(TrainedOn.Stream, 30, 0, 30)]
    public void The_length_in_training_is_the_trainers_word_or_else_the_graphs(object on, int? declared, int window, int expected) => Assert.Equal($"{expected} {expected}", UserCode.Run<string>(
        ModelBuilder.Small().Window(declared).Rules(new((TrainedOn)on, window, "", "", MissingRule.Centre)), "return $\"{new Engine.SlidingWindow().Samples} {Engine.Window}\";"));

    [Theory]
    [InlineData(null)]
    [InlineData(1)] // a one-step export says nothing of its training
    public void Where_the_training_is_unknown_a_length_has_to_be_given(int? window) => Assert.Equal(1, UserCode.Run<int>(
        ModelBuilder.Small().Window(window), "return typeof(Engine.SlidingWindow).GetConstructors().Length;"));

    [Fact]
    public void Lengths_that_the_model_cannot_take_are_refused()
    {
        Assert.StartsWith("The window has 0 samples, expected 1 to 1048576.", Run<string>("int8", "return Throws(() => new Engine.SlidingWindow(0));"), StringComparison.Ordinal);
        Assert.StartsWith("The window has 2000000 samples, expected 1 to ", Run<string>("int8", "return Throws(() => new Engine.SlidingWindow(2_000_000));"), StringComparison.Ordinal);
        string[] messages = Run<string[]>("valid-conv", "return new[] { Throws(() => new Engine.SlidingWindow(Engine.MinSamples - 1)), $\"{Engine.MinSamples}\" };");
        Assert.StartsWith($"The window has {int.Parse(messages[1]) - 1} samples, expected {messages[1]} to ", messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_of_a_wrong_length_are_refused_and_nothing_is_taken_in()
    {
        string[] messages = Run<string[]>("int8", """
            var window = new Engine.SlidingWindow(2);
            string early = "";
            try { window.Predict(); } catch (InvalidOperationException e) { early = e.Message; }
            return new[]
            {
                Throws(() => window.Push(new float[4], new float[2])),
                Throws(() => window.Push(new float[3], new float[1])),
                Throws(() => window.Push(new float[2])),
                Throws(() => window.Predict(new float[3])),
                early,
                $"{window.Count}",
            };
            """);
        Assert.StartsWith("sample has 4 values, expected 3.", messages[0], StringComparison.Ordinal);
        Assert.StartsWith("output has 1 values, expected 2.", messages[1], StringComparison.Ordinal);
        Assert.StartsWith("sample has 2 values, expected 3.", messages[2], StringComparison.Ordinal);
        Assert.StartsWith("output has 3 values, expected 2.", messages[3], StringComparison.Ordinal);
        Assert.Equal("The window has 0 samples, expected 2.", messages[4]);
        Assert.Equal("0", messages[5]);
    }

    [Fact]
    public void A_snapshot_of_another_model_or_length_or_too_few_bytes_is_refused_and_changes_nothing()
    {
        byte[] foreign = UserCode.Run<byte[]>(ModelBuilder.Small(seed: 2), "var w = new Engine.SlidingWindow(4); var bytes = new byte[w.SnapshotBytes]; w.Save(bytes); return bytes;");
        string[] messages = Run<string[]>("int8", $$"""
            var window = new Engine.SlidingWindow(4);
            window.Push(new float[] { 1, float.NaN, 3 });
            var own = new byte[window.SnapshotBytes];
            window.Save(own);
            var longer = new Engine.SlidingWindow(5);
            var other = new byte[longer.SnapshotBytes];
            longer.Save(other);
            var damaged = (byte[])own.Clone();
            damaged[^1] ^= 9;
            var result = new[]
            {
                Throws(() => window.Restore(Convert.FromHexString("{{Convert.ToHexString(foreign)}}"))),
                Throws(() => window.Restore(other)),
                Throws(() => window.Restore(damaged)),
                Throws(() => window.Restore(own.AsSpan(1))),
                Throws(() => window.Save(new byte[20])),
                $"{window.SnapshotBytes}",
                $"{window.Count} {window.SaturatedInputs}",
            };
            return result;
            """);
        Assert.StartsWith("The snapshot is of another model, expected one of engine ", messages[0], StringComparison.Ordinal);
        Assert.StartsWith("The snapshot is of a window of another length, ", messages[1], StringComparison.Ordinal);
        Assert.StartsWith("The snapshot is damaged: ", messages[2], StringComparison.Ordinal);
        Assert.StartsWith($"The snapshot has {int.Parse(messages[5]) - 1} bytes, expected at least {messages[5]}.", messages[3], StringComparison.Ordinal);
        Assert.StartsWith($"The buffer has 20 bytes, expected at least {messages[5]}.", messages[4], StringComparison.Ordinal);
        Assert.Equal("1 1", messages[6]);
    }

    [Theory]
    [InlineData("int8", 4)] // a NaN, two infinities and one value far out of range
    [InlineData("int8x16", 4)]
    [InlineData("float32", 3)] // any finite value is in range
    [InlineData("bidirectional", 4)]
    public void Values_out_of_range_are_counted_while_their_sample_is_in_the_window(string model, long counted) => Assert.Equal($"0 {counted} {counted} {counted - 1} 0", Run<string>(model, """
        var window = new Engine.SlidingWindow(3);
        string counts = $"{window.SaturatedInputs} ";
        window.Push(new[] { 0.1f, float.NaN, 1 });
        window.Push(new[] { float.PositiveInfinity, float.NegativeInfinity, 1e30f });
        counts += $"{window.SaturatedInputs} ";
        window.Push(new float[3]);
        counts += $"{window.SaturatedInputs} ";
        window.Push(new float[3]);
        counts += $"{window.SaturatedInputs} ";
        window.Push(new float[3]);
        return counts + $"{window.SaturatedInputs}";
        """));

    [Theory]
    [InlineData("given-state", 14, 10)]
    [InlineData("given-state-float", 10, 10)]
    [InlineData("given-state-window", 19, 9)]
    public void Given_states_are_where_every_window_begins(string model, int h, int c) => Assert.Equal("equal", Run<string>(model, $$"""
        float[] h = new float[{{h}}], c = new float[{{c}}];
        Array.Fill(h, 0.4f);
        Array.Fill(c, -0.7f);
        var window = new Engine.SlidingWindow(6, h, c);
        var plain = new Engine.SlidingWindow(6);
        float[] givenH = (float[])h.Clone(), givenC = (float[])c.Clone();
        Array.Clear(h);
        Array.Clear(c); // the window has its own
        float[] stream = Samples(20, seed: 7), output = new float[Engine.OutputCount], expected = new float[Engine.OutputCount], other = new float[Engine.OutputCount];
        for (int t = 0; t < 20; t++)
        {
            var sample = stream.AsSpan(t * Engine.InputCount, Engine.InputCount);
            plain.Push(sample, other);
            if (!window.Push(sample, output))
                continue;
            Engine.Predict(stream.AsSpan((t - 5) * Engine.InputCount, 6 * Engine.InputCount), givenH, givenC, expected);
            if (!Same(expected, output) || Same(expected, other))
                return $"push {t}";
        }

        string refused = Throws(() => new Engine.SlidingWindow(6, new float[1], givenC));
        return refused.Contains("initialH") && refused.Contains(" has 1 values, expected {{h}}.") ? "equal" : refused;
        """));

    [Fact]
    public void Channels_called_like_it_do_not_meet_it() => Assert.Equal(2, UserCode.Run<int>(
        new ModelBuilder(Scheme.Int8, 4).InputNames("SlidingWindow", "Samples", "Push", "Count").OutputNames("SlidingWindow", "IsFull").Lstm(4).Dense(2).Head().Window(2), """
        var window = new Engine.SlidingWindow();
        window.Push(new Engine.Sample { SlidingWindow = 1, Samples = 2, Push = 3, Count = 4 }, out _);
        return window.Push(new Engine.Sample(), out var output) && float.IsFinite(output.SlidingWindow + output.IsFull) ? window.Count : -1;
        """));

    /// <summary>What those theories of a model ask, of one compilation.</summary>
    static string[] Results(string model) => Runs.GetOrAdd(model, _ => new(() => Run<string[]>(model, """
        return new[] { Pushed(), Allocated(), Continued() };

        string Pushed()
        {
            foreach (int n in new[] { LEAST, LEAST + 1, 7 + LEAST, 30 })
            {
                float[] stream = Samples(3 * n + 5, seed: n), output = new float[Engine.OutputCount];
                var window = new Engine.SlidingWindow(n);
                var typed = new Engine.SlidingWindow(n);
                for (int t = 0; t < stream.Length / Engine.InputCount; t++)
                {
                    var sample = stream.AsSpan(t * Engine.InputCount, Engine.InputCount);
                    bool full = window.Push(sample, output);
                    bool also = typed.Push(in System.Runtime.InteropServices.MemoryMarshal.Cast<float, Engine.Sample>(sample)[0], out Engine.Output second);
                    if (full != (t >= n - 1) || full != also || window.IsFull != full || window.Count != Math.Min(t + 1, n) || window.Samples != n)
                        return $"{n} samples: {full} after push {t}";
                    if (!full)
                        continue;
                    var rows = new float[ROWS];
                    Engine.Predict(stream.AsSpan((t + 1 - n) * Engine.InputCount, n * Engine.InputCount), rows);
                    var expected = rows.AsSpan(rows.Length - Engine.OutputCount);
                    if (!Same(expected, output) || !Same(expected, Values(second)) || !Same(expected, Values(window.Predict())))
                        return $"{n} samples, push {t}: {string.Join(' ', output)} against {string.Join(' ', expected.ToArray())}";
                }
            }

            return "equal";
        }

        string Allocated()
        {
            float[] samples = Samples(80, seed: 3), output = new float[Engine.OutputCount];
            var window = new Engine.SlidingWindow(30);
            var snapshot = new byte[window.SnapshotBytes];
            var allocated = new long[1]; // a returned difference would be boxed before it is taken
            for (int run = 0; run < 4; run++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int t = 0; t < 80; t++)
                {
                    window.Push(samples.AsSpan(t * Engine.InputCount, Engine.InputCount), output);
                    window.Push(new Engine.Sample(), out Engine.Output _);
                }

                window.Predict(output);
                window.Save(snapshot);
                window.Restore(snapshot);
                window.Reset();
                long used = GC.GetAllocatedBytesForCurrentThread() - before;
                if (run == 0 || used < allocated[0])
                    allocated[0] = used; // what pushes allocate, they do in every run; what the JIT does at its second version of a method, in one
            }

            return $"{allocated[0]}";
        }

        string Continued()
        {
            const int N = 20;
            float[] stream = Samples(3 * N, seed: 5), a = new float[Engine.OutputCount], b = new float[Engine.OutputCount];
            stream[7] = float.NaN;
            foreach (int cut in new[] { 0, 1, N - 1, N, N + 1, 2 * N - 3 })
            {
                var window = new Engine.SlidingWindow(N);
                for (int t = 0; t < cut; t++)
                    window.Push(stream.AsSpan(t * Engine.InputCount, Engine.InputCount));
                var snapshot = new byte[window.SnapshotBytes + 3];
                window.Save(snapshot);
                var restored = new Engine.SlidingWindow(N);
                for (int t = 0; t < N + 9; t++) // what it held before has to go
                    restored.Push(stream.AsSpan((2 * N - t % N) * Engine.InputCount, Engine.InputCount));
                restored.Restore(snapshot);
                for (int t = cut; t < 3 * N; t++)
                {
                    if (restored.Count != window.Count || restored.SaturatedInputs != window.SaturatedInputs)
                        return $"cut at {cut}: {restored.Count} samples, {restored.SaturatedInputs} saturated, at {t}";
                    var sample = stream.AsSpan(t * Engine.InputCount, Engine.InputCount);
                    if (window.Push(sample, a) != restored.Push(sample, b) || !Same(a, b))
                        return $"cut at {cut}: push {t}";
                }

                window.Reset();
                if (window.Count != 0 || window.IsFull || window.SaturatedInputs != 0)
                    return "not empty after Reset";
                var first = new Engine.SlidingWindow(N);
                for (int t = 0; t < 2 * N; t++)
                {
                    var sample = stream.AsSpan(t * Engine.InputCount, Engine.InputCount);
                    if (window.Push(sample, a) != first.Push(sample, b) || !Same(a, b) || window.SaturatedInputs != first.SaturatedInputs)
                        return $"after Reset: push {t}";
                }
            }

            return "equal";
        }
        """))).Value;

    static T Run<T>(string name, string body)
    {
        var model = Zoo.Builder(name).Build();
        string rows = !model.CanStream ? "Engine.OutputsFor(n)" : model.EveryStep ? "n * Engine.OutputCount" : "Engine.OutputCount";
        return UserCode.Run<T>(Zoo.Builder(name), body.Replace("ROWS", rows, StringComparison.Ordinal).Replace("LEAST", $"{model.Plan.MinSamples}", StringComparison.Ordinal));
    }
}
