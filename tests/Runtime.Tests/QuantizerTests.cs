using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

public class QuantizerTests
{
    static readonly float[] Centre = [10, 10, 10, 10, 10, 10];
    static readonly float[] InverseStep = [2, 2, 2, 2, 2, 2];

    [Fact]
    public void Values_round_to_nearest_even_around_the_centre()
    {
        var q = new sbyte[6];
        int clipped = Quantizer.Quantize([10, 10.25f, 10.75f, 9.75f, 73.5f, -53.5f], Centre, InverseStep, q);
        Assert.Equal(0, clipped);
        Assert.Equal(new sbyte[] { 0, 0, 2, 0, 127, -127 }, q);
    }

    [Fact]
    public void Values_out_of_range_saturate_and_nan_becomes_the_centre_and_all_are_counted()
    {
        var q = new sbyte[6];
        var w = new short[6];
        float[] bad = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f, -1e30f, 10];
        Assert.Equal(5, Quantizer.Quantize(bad, Centre, InverseStep, q));
        Assert.Equal(new sbyte[] { 0, 127, -127, 127, -127, 0 }, q);
        Assert.Equal(5, Quantizer.Quantize(bad, Centre, InverseStep, w));
        Assert.Equal(new short[] { 0, 16384, -16384, 16384, -16384, 0 }, w);
    }

    [Fact]
    public void Vectors_of_any_length_equal_one_value_at_a_time()
    {
        var random = new Random(1);
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 1e30f, 63.5f, -63.5f, 127.5f, -127.4999f];
        for (int count = 1; count < 70; count++)
        {
            var v = Enumerable.Range(0, count).Select(
                _ => random.Next(4) == 0 ? odd[random.Next(odd.Length)] : random.NextSingle() * 300 - 150).ToArray();
            var c = Enumerable.Range(0, count).Select(_ => random.NextSingle()).ToArray();
            var s = Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2).ToArray();
            int room = count + (count % 2 == 0 ? 0 : 3), guard = Math.Max(count, room / 4 * 4); // with and without room for whole vectors
            sbyte[] q = new sbyte[guard + 1], one = new sbyte[1];
            short[] w = new short[guard + 1], wide = new short[1];
            q[guard] = 77;
            w[guard] = 77;
            int clipped = Quantizer.Quantize(v, c, s, q.AsSpan(0, guard)), clippedWide = Quantizer.Quantize(v, c, s, w.AsSpan(0, guard));
            for (int k = 0; k < count; k++)
            {
                clipped -= Quantizer.Quantize([v[k]], [c[k]], [s[k]], one);
                clippedWide -= Quantizer.Quantize([v[k]], [c[k]], [s[k]], wide);
                Assert.Equal(one[0], q[k]);
                Assert.Equal(wide[0], w[k]);
            }

            Assert.Equal((0, 0, 77, 77), (clipped, clippedWide, q[guard], w[guard]));
        }
    }

    [Fact]
    public void The_float_scheme_replaces_what_is_not_finite_by_the_centre()
    {
        var x = new float[6];
        Assert.Equal(3, FloatScheme.Normalise([float.NaN, float.PositiveInfinity, float.NegativeInfinity, 11, 9, 10], Centre, InverseStep,
            x));
        Assert.Equal(new float[] { 0, 0, 0, 2, -2, 0 }, x);
    }

    [Fact]
    public void A_short_span_is_an_argument_error()
    {
        Assert.Throws<ArgumentException>(() => Quantizer.Quantize([1, 2], Centre, InverseStep, new sbyte[1]));
        Assert.Throws<ArgumentException>(() => Quantizer.Quantize([1, 2], [1], InverseStep, new short[2]));
    }
}
