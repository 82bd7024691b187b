using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

public class MissingValuesTests
{
    const float Gap = float.NaN;

    [Fact]
    public void The_last_good_value_is_held_up_to_the_limit_and_then_the_mean_stands_in()
    {
        float[] taken = Channel(limit: 2, mean: 7, [1, Gap, Gap, Gap, Gap, 3, Gap, 4]);
        Assert.Equal([1, 1, 1, 7, 7, 3, 3, 4], taken);
    }

    [Fact]
    public void Before_the_first_good_value_the_mean_stands_in() =>
        Assert.Equal([7, 7, 2, 2], Channel(limit: 5, mean: 7, [Gap, Gap, 2, Gap]));

    [Fact]
    public void Infinities_are_missing_too_and_the_largest_float_is_not() =>
        Assert.Equal([1, 1, 1, float.MaxValue, float.MinValue],
            Channel(limit: 5, mean: 7, [1, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue]));

    [Fact]
    public void A_limit_of_nothing_is_the_mean_at_once() => Assert.Equal([1, 7, 7, 2], Channel(limit: 0, mean: 7, [1, Gap, Gap, 2]));

    [Fact]
    public void Channels_are_held_each_for_itself_and_any_number_of_them_equals_one_at_a_time()
    {
        var random = new Random(3);
        float[] odd = [Gap, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, float.Epsilon, float.MaxValue];
        for (int count = 1; count < 40; count++)
        {
            float[] mean = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
            int room = count + (count % 2 == 0 ? 0 : 3), guard = Math.Max(count, room / 4 * 4); // with and without room for whole vectors
            var (held, left) = (new float[guard + 1], new int[guard + 1]);
            (held[guard], left[guard]) = (77, 78);
            var (one, oneLeft) = (new float[count], new int[count]);
            for (int t = 0; t < 50; t++)
            {
                float[] sample = [.. mean.Select(_ => random.Next(3) == 0 ? odd[random.Next(odd.Length)] : random.NextSingle())];
                int missing = MissingValues.Hold(sample, 3, mean, held.AsSpan(0, guard), left.AsSpan(0, guard));
                for (int k = 0; k < count; k++)
                    missing -= MissingValues.Hold([sample[k]], 3, [mean[k]], one.AsSpan(k, 1), oneLeft.AsSpan(k, 1));
                Assert.Equal(0, missing);
                Assert.Equal(one.Select(BitConverter.SingleToInt32Bits), held[..count].Select(BitConverter.SingleToInt32Bits));
                Assert.Equal(oneLeft, left[..count]);
                Assert.Equal((77, 78), (held[guard], left[guard]));
            }
        }
    }

    [Fact]
    public void What_is_missing_is_counted_whatever_stands_in()
    {
        var (held, left) = (new float[3], new int[3]);
        Assert.Equal(3, MissingValues.Hold([Gap, Gap, float.PositiveInfinity], 1, [1, 2, 3], held, left));
        Assert.Equal(0, MissingValues.Hold([4, 5, 6], 1, [1, 2, 3], held, left));
        Assert.Equal(2, MissingValues.Hold([Gap, 5, Gap], 1, [1, 2, 3], held, left));
        Assert.Equal(2, MissingValues.Hold([Gap, 5, Gap], 1, [1, 2, 3], held, left));
        Assert.Equal([1, 5, 3], held);
    }

    [Fact]
    public void Where_nothing_is_held_the_mean_fills()
    {
        var taken = new float[5];
        Assert.Equal(2, MissingValues.Fill([1, Gap, 3, float.NegativeInfinity, 5], [9, 8, 7, 6, 5], taken));
        Assert.Equal([1, 8, 3, 6, 5], taken);
    }

    [Fact]
    public void A_short_span_is_an_argument_error()
    {
        Assert.Throws<ArgumentException>(() => MissingValues.Hold([1, 2], 1, [1], new float[2], new int[2]));
        Assert.Throws<ArgumentException>(() => MissingValues.Hold([1, 2], 1, [1, 2], new float[1], new int[2]));
        Assert.Throws<ArgumentException>(() => MissingValues.Hold([1, 2], 1, [1, 2], new float[2], new int[1]));
        Assert.Throws<ArgumentException>(() => MissingValues.Fill([1, 2], [1, 2], new float[1]));
    }

    /// <summary>What one channel is taken as, sample by sample.</summary>
    static float[] Channel(int limit, float mean, float[] values)
    {
        var (held, left) = (new float[1], new int[1]);
        return [.. values.Select(value =>
        {
            MissingValues.Hold([value], limit, [mean], held, left);
            return held[0];
        })];
    }
}
