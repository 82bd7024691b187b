using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Search;

/// <summary>What models are measured on, and how sure a measurement is.</summary>
public sealed class EvaluationSamplesTests
{
    const int Features = 4;

    static readonly Network Network = RandomNetwork.Of(new Random(5), Features, 16, 0.3f);

    /// <summary>Over many draws of the rows, growths scatter as the standard error of one says.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void The_standard_error_of_a_growth_is_that_of_drawing_other_rows()
    {
        var random = new Random(3);
        var (growths, errors) = (new List<double>(), new List<double>());
        for (int draw = 0; draw < 200; draw++)
        {
            var samples = Samples(RandomNetwork.Data(random, 60, 4, Features));
            float[] truth = [.. samples.Float.Select(value => value + (float)(random.NextDouble() - 0.5))];
            float[] outputs = [.. samples.Float.Select(value => value + (float)(0.3 * (random.NextDouble() - 0.5)))];
            var (growth, error) = Samples(samples.Data, truth).Growth(outputs)[0];
            growths.Add(growth);
            errors.Add(error);
        }

        double mean = growths.Average(), scatter = Math.Sqrt(growths.Average(growth => (growth - mean) * (growth - mean)));
        Assert.InRange(errors.Average() / scatter, 0.85, 1.15);
    }

    [Fact]
    public void Parts_of_samples_keep_their_rows_of_truth()
    {
        float[] numbers = [.. Enumerable.Range(0, 40).Select(k => (float)k)];
        var windows = new Examples(new Dataset(20, 3, 1, new float[60]), numbers);
        var (first, last) = windows.Parts(streams: true)!.Value;
        Assert.Equal(numbers[..32], first.Truth!);
        Assert.Equal(numbers[32..], last.Truth!);
        Assert.Equal([0, 1, 10, 11, 20, 21, 30, 31], windows.Subsample(12).Truth!);
        var (begin, end) = new Examples(new Dataset(1, 40, 1, numbers), numbers).Parts(streams: true)!.Value;
        Assert.Equal(begin.Data.Values, begin.Truth!);
        Assert.Equal(end.Data.Values, end.Truth!);
        Assert.Null(new Examples(new Dataset(1, 40, 1, numbers), numbers).Parts(streams: false));
    }

    static EvaluationSamples Samples(Dataset data, float[]? truth = null) => new(Network, new(data, truth), default);
}
