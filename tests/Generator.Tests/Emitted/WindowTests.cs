using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Emitted;

/// <summary>Models that read ahead: what their class has, and what it does with the caller's memory.</summary>
public class WindowTests
{
    public static TheoryData<string> Models => Zoo.Windows;

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Models))]
    public void A_window_gives_the_same_whatever_the_workspace_held(string model) => Assert.Equal("equal", UserCode.Run<string>(Zoo.Builder(model), """
        float[] window = Samples(30, seed: 1);
        int outputs = OUTPUTS;
        float[] first = new float[outputs], second = new float[outputs];
        Engine.Predict(window, first);
        var workspace = new byte[Engine.WorkspaceFor(30)];
        Array.Fill(workspace, (byte)0x7F);
        Engine.Predict(window, second, workspace);
        foreach (float value in first)
            if (!float.IsFinite(value))
                return $"{value}";
        return first.AsSpan().SequenceEqual(second) ? "equal" : $"{string.Join(' ', first)} against {string.Join(' ', second)}";
        """.Replace("OUTPUTS", Outputs(model))));

    [Theory]
    [InlineData("bidirectional")]
    [InlineData("bidirectional-float")]
    [InlineData("global-pool")]
    public void A_prediction_reads_every_sample_of_the_window(string model) => Assert.Equal("", UserCode.Run<string>(Zoo.Builder(model), """
        int outputs = OUTPUTS;
        float[] window = Samples(30, seed: 2), expected = new float[outputs], actual = new float[outputs];
        Engine.Predict(window, expected);
        string unread = "";
        for (int t = 0; t < 30; t++)
        {
            var changed = (float[])window.Clone();
            for (int k = 0; k < Engine.InputCount; k++)
                changed[t * Engine.InputCount + k] += changed[t * Engine.InputCount + k] > 0 ? -2 : 2;
            Engine.Predict(changed, actual);
            if (actual.AsSpan().SequenceEqual(expected))
                unread += $"{t} ";
        }

        return unread;
        """.Replace("OUTPUTS", Outputs(model))));

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Models))]
    public void A_window_allocates_nothing(string model) => Assert.Equal(0L, UserCode.Run<long>(Zoo.Builder(model), """
        float[] window = Samples(30, seed: 3), output = new float[OUTPUTS];
        var workspace = new byte[Engine.WorkspaceFor(30)];
        long before = 0;
        var allocated = new long[1]; // a returned difference would be boxed before it is taken
        for (int run = 0; run < 3; run++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            Engine.Predict(window, output);
            Engine.Predict(window, output, workspace);
            allocated[0] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated[0];
        """.Replace("OUTPUTS", Outputs(model))));

    [Fact]
    public void There_is_no_step_and_no_state() => Assert.Equal("", UserCode.Run<string>(Zoo.Builder("bidirectional"), """
        string found = "";
        foreach (var member in typeof(Engine).GetMembers())
            if (member.Name is "Step" or "State" or "Reset" or "CurrentState" or "StateBytes")
                found += member.Name;
        return found;
        """));

    [Fact]
    public void The_declared_windows_workspace_is_known() => Assert.True(UserCode.Run<bool>(Zoo.Builder("same-conv"), """
        Span<byte> workspace = stackalloc byte[Engine.WorkspaceBytes];
        return workspace.Length == Engine.WorkspaceFor(Engine.Window);
        """));

    [Fact]
    public void Spans_of_a_wrong_length_are_refused_with_both_lengths()
    {
        string[] messages = UserCode.Run<string[]>(Zoo.Builder("valid-conv"), """
            return new[]
            {
                Throws(() => Engine.Predict(new float[7], new float[2])),
                Throws(() => Engine.Predict(new float[2 * (Engine.MinSamples - 1)], new float[3])),
                Throws(() => Engine.Predict(new float[2 * Engine.MinSamples], new float[2])),
                Throws(() => Engine.Predict(new float[2 * Engine.MinSamples], new float[3], new byte[Engine.WorkspaceFor(Engine.MinSamples) - 1])),
                Throws(() => Engine.Predict(new float[2 * 5000], new float[3])),
                $"{Engine.MinSamples} {Engine.WorkspaceFor(Engine.MinSamples)} {Engine.WorkspaceFor(5000)}",
            };
            """);
        string[] sizes = messages[5].Split(' ');
        Assert.StartsWith($"window has 7 values, expected a multiple of 2 and at least {sizes[0]} samples.", messages[0], StringComparison.Ordinal);
        Assert.StartsWith($"window has {2 * (int.Parse(sizes[0]) - 1)} values, expected a multiple of 2 and at least {sizes[0]} samples.", messages[1], StringComparison.Ordinal);
        Assert.StartsWith("output has 2 values, expected 3.", messages[2], StringComparison.Ordinal);
        Assert.StartsWith($"workspace has {int.Parse(sizes[1]) - 1} bytes, expected at least {sizes[1]}.", messages[3], StringComparison.Ordinal);
        Assert.StartsWith($"window needs {sizes[2]} bytes of workspace, expected at most 32768: give Predict a workspace.", messages[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_are_no_numbers_are_counted_and_do_no_harm() => Assert.Equal("3 True", UserCode.Run<string>(Zoo.Builder("bidirectional"), """
        float[] window = new float[5 * 3], output = new float[5 * 2];
        (window[4], window[7], window[12]) = (float.NaN, float.PositiveInfinity, -1e30f);
        int counted = Engine.Predict(window, output);
        return $"{counted} {Array.TrueForAll(output, float.IsFinite)}";
        """));

    /// <summary>Outputs of a window of 30 samples, in C#.</summary>
    static string Outputs(string name)
    {
        var model = Zoo.Builder(name).Build();
        return $"{(model.EveryStep ? model.Plan.Steps(model.Heads[0]).Of(30) : 1) * model.Outputs.Count}";
    }
}
