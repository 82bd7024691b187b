using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Emitted;

/// <summary>What a user of a generated class relies on, in a user's code.</summary>
public class BehaviourTests
{
    public static TheoryData<string> Models => Zoo.Names;

    [Theory]
    [MemberData(nameof(Models))]
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
        long before = 0;
        var allocated = new long[1]; // a returned difference would be boxed before it is taken
        for (int run = 0; run < 3; run++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            for (int t = 0; t < 64; t++)
            {
                Engine.Step(ref state, samples.AsSpan(t * Engine.InputCount, Engine.InputCount), output);
                Engine.Step(ref state, new Engine.Sample());
                engine.Step(new Engine.Sample());
            }

            Engine.Predict(samples, windowOutput);
        }

        allocated[0] = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated[0];
        """.Replace("EVERY_STEP", model is "every-step" or "held-int8" ? "true" : "false")));

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

        return equal && engine.Current.Steps == 10;
        """));
}
