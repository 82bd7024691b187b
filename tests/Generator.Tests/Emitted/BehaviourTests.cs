using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Emitted;

/// <summary>What a user of a generated class relies on, in a user's code.</summary>
public class BehaviourTests
{
    public static TheoryData<string> Models => Zoo.Names;

    [Theory]
    [MemberData(nameof(Models))]
    [Trait("Category", "Slow")]
    public void Single_steps_equal_one_window_bit_for_bit(string model) => Assert.Equal("equal", UserCode.Run<string>(Zoo.Builder(model), """
        const int N = 40;
        float[] samples = Samples(N, seed: 1);
        Engine.State state = default;
        var stepped = new float[Engine.OutputCount];
        var window = new float[Engine.OutputCount];
        for (int t = 0; t < N; t++)
        {
            Engine.Step(ref state, samples.AsSpan(t * Engine.InputCount, Engine.InputCount), stepped);
            var all = new float[(t + 1) * Engine.OutputCount];
            var exact = all.Length == window.Length || EVERY_STEP ? all : window;
            Engine.Predict(samples.AsSpan(0, (t + 1) * Engine.InputCount), exact);
            if (!exact.AsSpan(exact.Length - Engine.OutputCount).SequenceEqual(stepped))
                return $"step {t}: {string.Join(' ', stepped)} against {string.Join(' ', exact)}";
            foreach (float value in stepped)
                if (!float.IsFinite(value))
                    return $"step {t}: {value}";
        }

        return state.Steps == N && state.IsWarm ? "equal" : $"{state.Steps} steps";
        """.Replace("EVERY_STEP", model is "every-step" or "held-int8" ? "true" : "false")));

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Models))]
    public void A_prediction_depends_on_the_samples_before(string model) => Assert.True(UserCode.Run<bool>(Zoo.Builder(model), """
        float[] samples = Samples(20, seed: 2);
        float[] first = new float[Engine.OutputCount], last = new float[Engine.OutputCount];
        Engine.State state = default, other = default;
        for (int t = 0; t < 20; t++)
            Engine.Step(ref state, samples.AsSpan(t * Engine.InputCount, Engine.InputCount), last);
        Engine.Step(ref other, samples.AsSpan(19 * Engine.InputCount), first);
        return !first.AsSpan().SequenceEqual(last);
        """));

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Models))]
    public void A_step_allocates_nothing(string model) => Assert.Equal(0L, UserCode.Run<long>(Zoo.Builder(model), """
        float[] samples = Samples(64, seed: 3), output = new float[Engine.OutputCount];
        float[] windowOutput = new float[EVERY_STEP ? 64 * Engine.OutputCount : Engine.OutputCount];
        Engine.State state = default;
        var engine = new Engine();
        // The least of four runs: the runtime itself may allocate in one while it compiles anew. A run during which garbage was collected,
        // other threads' since here is none, does not count: a collection takes this thread's block of up to 8 KB away, and what was left
        // of one may be what once was counted, 4,880 bytes. Fifty runs with a collection each fail, too.
        long least = long.MaxValue;
        for (int run = 0, counted = 0; run < 50 && counted < 4; run++)
        {
            int collections = GC.CollectionCount(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int t = 0; t < 64; t++)
            {
                Engine.Step(ref state, samples.AsSpan(t * Engine.InputCount, Engine.InputCount), output);
                Engine.Step(ref state, new Engine.Sample());
                engine.Step(new Engine.Sample());
            }

            Engine.Predict(samples, windowOutput);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (GC.CollectionCount(0) != collections)
                continue;
            counted++;
            least = Math.Min(least, allocated);
        }

        return least;
        """.Replace("EVERY_STEP", model is "every-step" or "held-int8" ? "true" : "false")));

    [Theory]
    [InlineData("int8")]
    [InlineData("gru")]
    [InlineData("float32")]
    [InlineData("conv")]
    public void After_Prepare_the_first_step_allocates_nothing(string model) => Assert.Equal("0", UserCode.Run<string>(Zoo.Builder(model), """
        Engine.Prepare(); // a number returned would be boxed before it is taken
        float[] sample = Samples(1, seed: 3), output = new float[Engine.OutputCount];
        Engine.State state = default;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Engine.Step(ref state, sample, output);
        Engine.Step(ref state, new Engine.Sample());
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return $"{allocated}";
        """));

    [Theory]
    [InlineData("int8")]
    [InlineData("float32")]
    [InlineData("held-window")]
    public void Samples_and_outputs_are_floats_in_the_order_of_the_channels(string model) =>
        Assert.Equal("", UserCode.Run<string>(Zoo.Builder(model), """
        var wrong = new System.Text.StringBuilder();
        Check(new Engine.Sample(), Engine.Inputs, Engine.InputCount);
        Check(new Engine.Output(), Engine.Outputs, Engine.OutputCount);
        return wrong.ToString();

        void Check<T>(T value, ReadOnlySpan<EdgeLstm.ChannelInfo> channels, int count) where T : unmanaged
        {
            if (System.Runtime.CompilerServices.Unsafe.SizeOf<T>() != 4 * count || channels.Length != count)
                wrong.Append($"{typeof(T).Name} has another size than {count} floats, or {channels.Length} channels. ");
            var span = System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(new Span<T>(ref value));
            for (int k = 0; k < count; k++)
                span[k] = k + 0.5f;
            var properties = typeof(T).GetProperties();
            for (int k = 0; k < count; k++)
                if ((float)properties[k].GetValue(value)! != k + 0.5f)
                    wrong.Append($"{properties[k].Name} is not value {k}. ");
            for (int k = 0; k < count; k++)
                if (!(channels[k].Min < channels[k].Max) || channels[k].Name.Length == 0)
                    wrong.Append($"channel {channels[k]}: {channels[k].Min} to {channels[k].Max}. ");
            string text = value.ToString()!;
            if (!text.StartsWith(channels[0].Name + " = 0.5") || text.Split(", ").Length != count)
                wrong.Append(text);
            string json = System.Text.Json.JsonSerializer.Serialize(value);
            T back = System.Text.Json.JsonSerializer.Deserialize<T>(json);
            var read = System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(new Span<T>(ref back));
            if (!read.SequenceEqual(span) || json.Split(',').Length != count)
                wrong.Append(json);
        }
        """));

    [Theory]
    [InlineData("int8")]
    [InlineData("float32")]
    [InlineData("two-heads")]
    public void Interleaved_streams_equal_separate_ones(string model) => Assert.Equal(0, UserCode.Run<int>(Zoo.Builder(model), """
        const int Streams = 1000, N = 6;
        var states = new Engine.State[Streams];
        var mixed = new float[Streams][];
        for (int t = 0; t < N; t++)
            for (int s = 0; s < Streams; s++)
                Engine.Step(ref states[s], Samples(N, seed: s).AsSpan(t * Engine.InputCount, Engine.InputCount), mixed[s] = new float[Engine.OutputCount]);
        int wrong = 0;
        var alone = new float[Engine.OutputCount];
        for (int s = 0; s < Streams; s++)
        {
            Engine.Predict(Samples(N, seed: s), alone);
            wrong += alone.AsSpan().SequenceEqual(mixed[s]) ? 0 : 1;
        }

        return wrong;
        """));

    [Theory]
    [InlineData("int8")]
    [InlineData("int8x16")]
    [InlineData("float32")]
    [InlineData("stacked")]
    public void Typed_and_instance_steps_equal_the_span_step(string model) => Assert.True(UserCode.Run<bool>(Zoo.Builder(model), """
        float[] samples = Samples(10, seed: 4);
        float[] spans = new float[Engine.OutputCount], instance = new float[Engine.OutputCount];
        Engine.State state = default, typed = default;
        var engine = new Engine();
        var other = new Engine();
        bool equal = true;
        for (int t = 0; t < 10; t++)
        {
            var values = samples.AsSpan(t * Engine.InputCount, Engine.InputCount);
            var sample = System.Runtime.InteropServices.MemoryMarshal.Cast<float, Engine.Sample>(values)[0];
            Engine.Step(ref state, values, spans);
            Engine.Output output = Engine.Step(ref typed, in sample);
            Engine.Output second = other.Step(in sample);
            engine.Step(values, instance);
            equal &= spans.AsSpan().SequenceEqual(instance) && output.Equals(second) && output.Output0 == spans[0];
        }

        return equal && engine.CurrentState.Steps == 10;
        """));
}
