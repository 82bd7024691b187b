using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

public class SampleRingTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(7, 5)]
    public void It_has_the_last_samples_in_one_piece_the_oldest_first(int samples, int inputs)
    {
        var ring = new SampleRing(samples, inputs);
        var all = new List<float>();
        for (int t = 0; t < 4 * samples; t++)
        {
            for (int k = 0; k < inputs; k++)
                all.Add(ring.Next[k] = 100 * t + k);
            ring.Add(clipped: t);
            int count = Math.Min(t + 1, samples);
            Assert.Equal((count, count == samples), (ring.Count, ring.IsFull));
            Assert.Equal(all[^(count * inputs)..], ring.Window.ToArray());
            Assert.Equal(Enumerable.Range(t + 1 - count, count).Sum(), ring.Clipped);
        }
    }

    [Fact]
    public void The_same_window_has_the_same_snapshot_wherever_it_stands_in_the_ring()
    {
        SampleRing early = Filled(0), late = Filled(5);
        byte[] a = new byte[early.SnapshotBytes], b = new byte[late.SnapshotBytes];
        Array.Fill(b, (byte)1);
        early.Save(a);
        late.Save(b);
        Assert.Equal(a, b);

        static SampleRing Filled(int before)
        {
            var ring = new SampleRing(3, 2);
            for (int t = -before; t < 3; t++)
            {
                ring.Next.Fill(t);
                ring.Add(t & 1);
            }

            return ring;
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(100_000_000, 100)]
    public void Sizes_without_memory_are_refused(int samples, int inputs) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleRing(samples, inputs));
}
