using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Emitted;

/// <summary>Code that knows no more of a model than the runtime's interfaces.</summary>
public class InterfaceTests
{
    const string Hosts = """
        using System;
        using System.Linq;
        using EdgeLstm;

        namespace Plant
        {
            [EdgeLstmModel("a.elstm")] public sealed partial class A;
            [EdgeLstmModel("b.elstm")] public sealed partial class B;
        }

        [EdgeLstmModel("w.elstm")] public sealed partial class W;
        [EdgeLstmModel("v.elstm")] public sealed partial class V;

        public static class Host
        {
            public static string Streams() => Stream<Plant.A, Plant.A.State, Plant.A.Sample, Plant.A.Output>(
                (window, output) => { Plant.A.Predict(window, output); return output; })
                + Stream<Plant.B, Plant.B.State, Plant.B.Sample, Plant.B.Output>(
                    (window, output) => { Plant.B.Predict(window, output); return output; });

            public static string Windows() => Window<W>((window, output) => { W.Predict(window, output); return output; })
                + Window<V>((window, output) => { V.Predict(window, output); return output; });

            static string Stream<TModel, TState, TSample, TOutput>(Func<float[], float[], float[]> predict)
                where TModel : IStreamingModel<TModel, TState, TSample, TOutput>
                where TState : struct, IModelState<TState>
                where TSample : unmanaged
                where TOutput : unmanaged
            {
                TModel.Prepare();
                int inputs = TModel.Inputs.Length, outputs = TModel.Outputs.Length;
                float[] samples = Samples(12 * inputs), output = new float[outputs], typed = new float[outputs];
                TState state = default, other = default;
                for (int t = 0; t < 12; t++)
                {
                    var sample = samples.AsSpan(t * inputs, inputs);
                    TModel.Step(ref state, sample, output);
                    var answer = TModel.Step(ref other, System.Runtime.InteropServices.MemoryMarshal.Cast<float, TSample>(sample)[0]);
                    System.Runtime.InteropServices.MemoryMarshal.Cast<TOutput, float>(new Span<TOutput>(ref answer)).CopyTo(typed);
                    if (!typed.AsSpan().SequenceEqual(output))
                        return "the two steps differ";
                    var snapshot = new byte[TModel.SnapshotBytes];
                    state.Save(snapshot);
                    state = TState.Restore(snapshot);
                }

                bool isSame = predict(samples, new float[outputs]).AsSpan().SequenceEqual(output);
                string text = $"{TModel.ModelName} {inputs} {outputs} {isSame} {state.Steps} {state.IsWarm}";
                text += $" {TModel.ArtifactSha256.Length} {TModel.Window}; ";
                state.Reset();
                return text + (state.Steps == 0 ? "" : "not reset");
            }

            static string Window<TModel>(Func<float[], float[], float[]> predict) where TModel : IWindowModel<TModel>
            {
                TModel.Prepare();
                int inputs = TModel.Inputs.Length, count = Math.Max(14, TModel.MinSamples);
                float[] window = Samples(count * inputs), output = new float[TModel.OutputsFor(count)];
                TModel.Predict(window, output, new byte[TModel.WorkspaceFor(count)]);
                bool isSame = predict(window, new float[output.Length]).AsSpan().SequenceEqual(output);
                return $"{TModel.ModelName} {inputs} {isSame} {output.Any(v => v != 0)} {TModel.Window}; ";
            }

            static float[] Samples(int count)
            {
                var random = new Random(4);
                return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
            }
        }
        """;

    [Fact]
    public void One_host_runs_two_models_that_stream() =>
        Assert.Equal("engine 3 2 True 12 True 64 30; engine 3 1 True 12 True 64 30; ", Run("Streams"));

    [Fact]
    public void One_host_runs_two_models_that_take_windows() =>
        Assert.Equal("engine 3 True True 30; engine 3 True True 30; ", Run("Windows"));

    /// <summary>The program's own names of the input's activations and of its floats.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("v")]
    public void An_initial_state_may_have_any_name(string name)
    {
        var model = new ModelBuilder(Scheme.Int8, 3).Lstm(10).Dense(2).Head().State(name, 0, isCell: false);
        Assert.True(UserCode.Run<bool>(model, """
            float[] samples = Samples(8, seed: 2), given = new float[Engine.OutputCount], plain = new float[Engine.OutputCount];
            Engine.Predict(samples, new float[10], given);
            Engine.Predict(samples, plain);
            return Same(given, plain);
            """));
    }

    static string Run(string method)
    {
        TextFile[] files =
        [
            new("a.elstm", Zoo.Builder("int8").Text()), new("b.elstm", Zoo.Builder("initial-state-float").Text()),
            new("w.elstm", Zoo.Builder("bidirectional-int8").Text()), new("v.elstm", Zoo.Builder("same-conv").Text()),
        ];
        var host = GeneratorRun.Of([Hosts], files).Compile().GetType("Host")!;
        return (string)host.GetMethod(method)!.Invoke(null, [])!;
    }
}
