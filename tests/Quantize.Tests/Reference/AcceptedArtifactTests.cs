using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Tests.Reference;

/// <summary>
/// What the reader accepts compiles, takes steps and windows without an exception, and gives the bits of the tool's runner.
/// </summary>
public class AcceptedArtifactTests
{
    const int Mutants = 2000, MaxCompiled = 200, Samples = 3;
    const long MaxRun = 4 << 20; // bytes of a window; larger ones are compiled only

    [Fact]
    [Trait("Category", "Slow")]
    public void What_the_reader_accepts_compiles_and_steps_with_the_bits_of_the_runner()
    {
        var accepted = Enumerable.Range(0, Mutants).AsParallel().AsOrdered().Select(seed => (Seed: seed, Model: Read(seed)))
            .Where(mutant => mutant.Model is not null)
            .Select(mutant => (mutant.Seed, Model: mutant.Model!, Shape: MutantClasses.Shape(mutant.Model!))).ToArray();
        Assert.InRange(accepted.Length, Mutants / 20, Mutants * 3 / 4); // both ends are reached, or the mutants are not worth much

        // All run in the tool. A compiler takes some 50 ms for each: it gets one of every shape, and of the others every so many.
        var shapes = accepted.DistinctBy(mutant => mutant.Shape).ToArray();
        var others = accepted.ExceptBy(shapes.Select(mutant => mutant.Seed), mutant => mutant.Seed).ToArray();
        int every = others.Length / Math.Max(1, MaxCompiled - shapes.Length) + 1;
        var compiled = shapes.Concat(others.Where((_, k) => k % every == 0)).ToDictionary(mutant => mutant.Seed, mutant => mutant.Model);
        using var classes = new MutantClasses(compiled);
        accepted.AsParallel().ForAll(mutant => Run(mutant.Seed, mutant.Model, compiled.ContainsKey(mutant.Seed) ? classes : null));
    }

    static ModelArtifact? Read(int seed)
    {
        try
        {
            return ArtifactReader.Read(MutantArtifact.Of(seed));
        }
        catch (ModelException)
        {
            return null; // as most are
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"mutant {seed}", e);
        }
    }

    /// <summary>In the tool, and in generated code where it was compiled.</summary>
    static void Run(int seed, ModelArtifact model, MutantClasses? classes)
    {
        int samples = Math.Max(Samples, model.Plan.MinSamples);
        if (ArtifactMemory.ValueBytes(model, samples) > MaxRun)
            return;
        try
        {
            float[] inputs = Inputs(model, samples, seed), expected = Expected(model, inputs, samples);
            float[] actual = classes?.Run(seed)(inputs, expected.Length) ?? expected;
            for (int k = 0; k < expected.Length; k++)
                Assert.True(IsSame(expected[k], actual[k]), $"value {k}: {actual[k]}, the runner's {expected[k]}");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"mutant {seed}", e);
        }
    }

    static bool IsSame(float a, float b) =>
        BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    /// <summary>Each step's outputs, where there are steps; those of the window; those after its last sample once more.</summary>
    static float[] Expected(ModelArtifact model, float[] inputs, int samples)
    {
        var runner = new IntegerRunner(model);
        int features = model.Inputs.Count, outputs = model.Outputs.Count, steps = model.CanStream ? samples : 0;
        int rows = model.CanStream ? (model.EveryStep ? samples : 1) : runner.OutputSteps(samples);
        var result = new float[(steps + rows + 1) * outputs];
        for (int t = 0; t < steps; t++)
            runner.Step(inputs.AsSpan(t * features, features), result.AsSpan(t * outputs, outputs));
        runner.Predict(inputs, result.AsSpan(steps * outputs, rows * outputs));
        result.AsSpan((steps + rows - 1) * outputs, outputs).CopyTo(result.AsSpan((steps + rows) * outputs));
        return result;
    }

    /// <summary>Samples over each channel's range, out of it now and then, and one that is missing.</summary>
    static float[] Inputs(ModelArtifact model, int samples, int seed)
    {
        var random = new Random(seed);
        float half = model.Scheme switch { Scheme.Int8 => 150, Scheme.Int8x16 => 20000, _ => 2 };
        float[] inputs =
        [
            .. Enumerable.Range(0, samples).SelectMany(_ => model.Inputs)
                .Select(i => i.Centre + (2 * random.NextSingle() - 1) * half / i.InverseStep),
        ];
        inputs[random.Next(inputs.Length)] = float.NaN;
        return inputs;
    }

    [Theory]
    [InlineData("int8", "scheme int8", "scheme 1", ErrorCatalogue.ArtifactSyntax)]
    [InlineData("held", "trained-on unknown 0", "trained-on 2 0", ErrorCatalogue.ArtifactSyntax)]
    [InlineData("held", "missing hold 2", "missing 1 2", ErrorCatalogue.ArtifactSyntax)]
    [InlineData("int8", "function identity", "function 0", ErrorCatalogue.ArtifactSyntax)]
    [InlineData("int8", "function identity", "function 99", ErrorCatalogue.ArtifactSyntax)]
    [InlineData("held-window", "window 30", "window 1000000", null)] // 96 MB
    [InlineData("wide", "window 30", "window 1000000", null)]
    [InlineData("valid-conv", "window 0", "window 4", ErrorCatalogue.ArtifactRange)] // its layers need more
    // A State of 1.5 MB, which .NET does not load.
    [InlineData("conv-float", "kernel 3 stride 1 pad-left 2 ", "kernel 65536 stride 1 pad-left 65535 ", ErrorCatalogue.ArtifactRange)]
    public void Words_are_words_and_sizes_fit(string original, string find, string replacement, string? id)
    {
        string[] lines = Zoo.Builder(original).Text().Split('\n')[..^2];
        Assert.Contains(lines, line => line.Contains(find, StringComparison.Ordinal));
        string[] changed = [.. lines.Select(line => line.Replace(find, replacement, StringComparison.Ordinal))];
        var refusal = Record.Exception(() => ArtifactReader.Read(MutantArtifact.WithHash(changed)));
        Assert.Equal(id, (refusal as ModelException)?.Id);
    }

    [Fact]
    public void Rows_that_are_gigabytes_together_are_refused() => AssertRange(
        new ModelBuilder(Scheme.Float32, 4).Lstm(600).Pick(first: false).Repeat(1_000_000).Dense(1).Head().Build(), "bytes of a window of");

    [Fact]
    public void Tables_that_no_function_names_are_refused()
    {
        var model = Zoo.Builder("gru").Build();
        var cell = (ArtifactCell)model.Layers[0];
        var more = cell with { Tables = 1, Data = [.. cell.Data, .. new byte[CellShape.TableBytes]] };
        AssertRange(model with { Layers = [more, .. model.Layers.Skip(1)] }, "1 tables, expected 0");
    }

    [Fact]
    public void Padding_beyond_what_sums_are_proved_for_is_refused()
    {
        var model = Zoo.Builder("conv").Build();
        byte[] most = [.. Enumerable.Range(0, model.Inputs.Count).SelectMany(_ => BitConverter.GetBytes(short.MaxValue))];
        var first = model.Layers[0] with { Initial = most };
        AssertRange(model with { Layers = [first, .. model.Layers.Skip(1)] }, "an initial activation of 32767");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_state_of_nearly_as_much_as_may_be_steps()
    {
        var model = ArtifactReader.Read(new ModelBuilder(Scheme.Float32, 5).Causal(2, 4, dilation: 8192).Head().Text());
        Assert.InRange(StateLayout.Of(model).Bytes, 480 * 1024, ArtifactMemory.MaxStackBytes);
        using var classes = new MutantClasses(new Dictionary<int, ModelArtifact> { [0] = model });
        Run(0, model, classes);
    }

    [Theory]
    [MemberData(nameof(Zoo.All), MemberType = typeof(Zoo))]
    public void Memory_is_no_more_than_the_reader_reckons(string name)
    {
        var model = Zoo.Builder(name).Build();
        if (model.CanStream)
            Assert.InRange(StateLayout.Of(model).Bytes, 1, ArtifactMemory.StateBytes(model));
        else
            Assert.InRange(Workspace.Of(model).Bytes(50), 1, ArtifactMemory.ValueBytes(model, 50));
    }

    static void AssertRange(ModelArtifact model, string found)
    {
        var refusal = Assert.Throws<ModelException>(() => ArtifactReader.Read(ArtifactWriter.Write(model)));
        Assert.Equal(ErrorCatalogue.ArtifactRange, refusal.Id);
        Assert.Contains(found, refusal.Message, StringComparison.Ordinal);
    }
}
