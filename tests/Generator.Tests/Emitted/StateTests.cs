using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Emitted;

/// <summary>State is a value that belongs to the caller.</summary>
public class StateTests
{
    public static TheoryData<string> Models => Zoo.Names;

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Models))]
    public void A_copied_and_a_restored_state_continue_identically(string model) => Assert.Equal("equal", UserCode.Run<string>(Zoo.Builder(model), """
        float[] samples = Samples(30, seed: 5);
        float[] a = new float[Engine.OutputCount], b = new float[Engine.OutputCount], c = new float[Engine.OutputCount];
        Engine.State state = default;
        for (int t = 0; t < 15; t++)
            Engine.Step(ref state, samples.AsSpan(t * Engine.InputCount, Engine.InputCount), a);
        var copy = state;
        var snapshot = new byte[Engine.SnapshotBytes];
        state.Save(snapshot);
        var restored = Engine.State.Restore(snapshot);
        for (int t = 15; t < 30; t++)
        {
            var sample = samples.AsSpan(t * Engine.InputCount, Engine.InputCount);
            Engine.Step(ref state, sample, a);
            Engine.Step(ref copy, sample, b);
            Engine.Step(ref restored, sample, c);
            if (!a.AsSpan().SequenceEqual(b) || !a.AsSpan().SequenceEqual(c))
                return $"step {t}";
        }

        return restored.Steps == 30 && restored.SaturatedInputs == state.SaturatedInputs ? "equal" : "counters";
        """));

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Models))]
    public void A_state_has_the_bytes_it_says(string model) => Assert.True(UserCode.Run<bool>(Zoo.Builder(model),
        "return System.Runtime.CompilerServices.Unsafe.SizeOf<Engine.State>() == Engine.StateBytes && Engine.SnapshotBytes == Engine.StateBytes + 24;"));

    [Theory]
    [InlineData("int8")]
    [InlineData("initial-state")]
    [InlineData("initial-state-float")]
    public void Reset_restores_the_first_prediction(string model) => Assert.True(UserCode.Run<bool>(Zoo.Builder(model), """
        float[] samples = Samples(8, seed: 6), before = new float[Engine.OutputCount], after = new float[Engine.OutputCount];
        Engine.State state = default;
        var engine = new Engine();
        Engine.Step(ref state, samples.AsSpan(0, Engine.InputCount), before);
        for (int t = 1; t < 8; t++)
        {
            Engine.Step(ref state, samples.AsSpan(t * Engine.InputCount, Engine.InputCount), after);
            engine.Step(samples.AsSpan(t * Engine.InputCount, Engine.InputCount), after);
        }

        state.Reset();
        engine.Reset();
        bool cleared = state.Steps == 0 && !state.IsWarm && state.SaturatedInputs == 0 && engine.CurrentState.Steps == 0;
        Engine.Step(ref state, samples.AsSpan(0, Engine.InputCount), after);
        bool equal = before.AsSpan().SequenceEqual(after);
        engine.Step(samples.AsSpan(0, Engine.InputCount), after);
        return cleared && equal && before.AsSpan().SequenceEqual(after);
        """));

    [Fact]
    public void A_snapshot_of_another_model_is_refused()
    {
        byte[] foreign = UserCode.Run<byte[]>(ModelBuilder.Small(seed: 2), "var bytes = new byte[Engine.SnapshotBytes]; default(Engine.State).Save(bytes); return bytes;");
        string message = UserCode.Run<string>(ModelBuilder.Small(), $"return Throws(() => Engine.State.Restore(Convert.FromHexString(\"{Convert.ToHexString(foreign)}\")));");
        Assert.StartsWith("The snapshot is of another model, expected one of engine ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("float32")]
    [InlineData("held")]
    [Trait("Category", "Slow")]
    public void A_snapshot_of_which_any_byte_is_another_gives_a_reset_state_and_says_so(string model) =>
        Assert.Equal("Restored 5 16 the rest; TooShort 0", UserCode.Run<string>(Zoo.Builder(model), """
        Engine.State state = default;
        float[] samples = Samples(5, seed: 5), output = new float[Engine.OutputCount];
        for (int t = 0; t < 5; t++)
            Engine.Step(ref state, samples.AsSpan(t * Engine.InputCount, Engine.InputCount), output);
        var bytes = new byte[Engine.SnapshotBytes + 7];
        state.Save(bytes);
        bool restored = Engine.State.TryRestore(bytes, out Engine.State again, out EdgeLstm.RestoreResult result);
        string told = $"{result} {(restored ? again.Steps : -1)}";
        int other = 0, damaged = 0;
        for (int at = 0; at < Engine.SnapshotBytes; at++)
        {
            bytes[at] ^= (byte)(1 + at % 255);
            if (Engine.State.TryRestore(bytes, out again, out result) || again.Steps != 0)
                return $"byte {at} makes no difference";
            (other, damaged) = (other + (result == EdgeLstm.RestoreResult.OtherModel ? 1 : 0), damaged + (result == EdgeLstm.RestoreResult.Damaged ? 1 : 0));
            bytes[at] ^= (byte)(1 + at % 255);
        }

        Engine.State.TryRestore(bytes.AsSpan(0, Engine.SnapshotBytes - 1), out again, out result);
        return $"{told} {other} {(damaged == Engine.SnapshotBytes - 16 ? "the rest" : $"{damaged}")}; {result} {again.Steps}";
        """));

    [Fact]
    public void A_short_snapshot_is_refused()
    {
        string[] messages = UserCode.Run<string[]>(ModelBuilder.Small(), """
            return new[] { Throws(() => Engine.State.Restore(new byte[20])), Throws(() => default(Engine.State).Save(new byte[20])), $"{Engine.SnapshotBytes}" };
            """);
        Assert.StartsWith($"The snapshot has 20 bytes, expected at least {messages[2]}.", messages[0], StringComparison.Ordinal);
        Assert.StartsWith($"The buffer has 20 bytes, expected at least {messages[2]}.", messages[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Scheme.Int8, 4)] // a NaN, two infinities and one value far out of range
    [InlineData(Scheme.Int8x16, 4)]
    [InlineData(Scheme.Float32, 3)] // any finite value is in range
    public void Inputs_that_are_no_numbers_are_counted_and_do_no_harm(Scheme scheme, long counted) => Assert.Equal($"{counted} True", UserCode.Run<string>(ModelBuilder.Small(scheme), """
        Engine.State state = default;
        var output = new float[Engine.OutputCount];
        Engine.Step(ref state, new[] { float.NaN, float.PositiveInfinity, 1 }, output);
        Engine.Step(ref state, new[] { 0.1f, float.NegativeInfinity, 1e30f }, output);
        return $"{state.SaturatedInputs} {float.IsFinite(output[0]) && float.IsFinite(output[1])}";
        """));

    [Fact]
    public void Spans_of_a_wrong_length_are_refused_with_both_lengths()
    {
        string[] messages = UserCode.Run<string[]>(ModelBuilder.Small(), """
            Engine.State state = default;
            return new[]
            {
                Throws(() => Engine.Step(ref state, new float[4], new float[2])),
                Throws(() => Engine.Step(ref state, new float[3], new float[1])),
                Throws(() => Engine.Predict(new float[7], new float[2])),
                Throws(() => Engine.Predict(new float[0], new float[2])),
                Throws(() => Engine.Predict(new float[6], new float[4])),
                $"{state.Steps}",
            };
            """);
        Assert.StartsWith("sample has 4 values, expected 3.", messages[0], StringComparison.Ordinal);
        Assert.StartsWith("output has 1 values, expected 2.", messages[1], StringComparison.Ordinal);
        Assert.StartsWith("window has 7 values, expected a multiple of 3", messages[2], StringComparison.Ordinal);
        Assert.StartsWith("window has 0 values, expected a multiple of 3", messages[3], StringComparison.Ordinal);
        Assert.StartsWith("output has 4 values, expected 2.", messages[4], StringComparison.Ordinal);
        Assert.Equal("0", messages[5]);
    }

    [Theory]
    [InlineData("given-state")]
    [InlineData("given-state-float")]
    public void A_given_state_is_where_a_stream_begins(string model) => Assert.Equal("True True True True", UserCode.Run<string>(Zoo.Builder(model), """
        float[] h = new float[H], c = new float[10];
        float[] samples = Samples(6, seed: 7), plain = new float[Engine.OutputCount], zeros = new float[Engine.OutputCount], other = new float[Engine.OutputCount], stepped = new float[Engine.OutputCount];
        Engine.Predict(samples, plain);
        Engine.Predict(samples, h, c, zeros);
        Array.Fill(h, 0.4f);
        Array.Fill(c, -0.7f);
        Engine.Predict(samples, h, c, other);
        var state = Engine.State.Begin(h, c);
        bool fresh = state.Steps == 0;
        for (int t = 0; t < 6; t++)
            Engine.Step(ref state, samples.AsSpan(t * Engine.InputCount, Engine.InputCount), stepped);
        bool refused = Throws(() => Engine.State.Begin(new float[1], new float[10])).Contains(" has 1 values, expected ");
        return $"{fresh && refused} {plain.AsSpan().SequenceEqual(zeros)} {!zeros.AsSpan().SequenceEqual(other)} {other.AsSpan().SequenceEqual(stepped)}";
        """.Replace("new float[H]", model == "given-state" ? "new float[14]" : "new float[10]")));

    [Fact]
    public void A_given_state_is_where_a_window_begins() => Assert.Equal("True True", UserCode.Run<string>(Zoo.Builder("given-state-window"), """
        float[] h0 = new float[19], c0 = new float[9];
        float[] samples = Samples(6, seed: 7), plain = new float[2], zeros = new float[2], other = new float[2];
        Engine.Predict(samples, plain);
        Engine.Predict(samples, h0, c0, zeros);
        Array.Fill(h0, 0.4f);
        Engine.Predict(samples, h0, c0, other, new byte[Engine.WorkspaceFor(6)]);
        return $"{plain.AsSpan().SequenceEqual(zeros)} {!zeros.AsSpan().SequenceEqual(other)}";
        """));
}
