using PumpMonitor.Commands;

namespace PumpMonitor.Tests;

public class PaceTests
{
    sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public List<TimeSpan> Sleeps { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks + 12345;

        public void Sleep(TimeSpan time)
        {
            Sleeps.Add(time);
            Now += time;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2000)]
    [InlineData(3_600_000)]
    public void Readings_are_whole_intervals_after_the_first_whatever_they_take(int milliseconds)
    {
        var (clock, interval) = (new Clock(), TimeSpan.FromMilliseconds(milliseconds));
        var pace = new Pace(interval, CancellationToken.None, clock, clock.Sleep);
        for (int k = 0; k < 10; k++)
        {
            Assert.True(pace.WaitForNext());
            // a handle waits for whole milliseconds, and they do not add up
            Assert.InRange((clock.Now - k * interval).TotalMilliseconds, 0, 0.999);
            clock.Now += interval * (0.09 * k);
        }

        Assert.Equal(0, pace.Missed);
        Assert.True(clock.Sleeps.Count <= 9); // one a reading: nothing is polled
        Assert.DoesNotContain(TimeSpan.Zero, clock.Sleeps);
    }

    [Fact]
    public void What_a_slow_reading_covers_is_missed_and_counted_and_the_beat_is_kept()
    {
        var clock = new Clock();
        var pace = new Pace(TimeSpan.FromSeconds(1), CancellationToken.None, clock, clock.Sleep);
        pace.WaitForNext();
        clock.Now = TimeSpan.FromSeconds(3.5);
        Assert.True(pace.WaitForNext()); // the one that was due at 3
        Assert.Equal(TimeSpan.FromSeconds(3.5), clock.Now);
        Assert.Equal(2, pace.Missed);
        pace.WaitForNext();
        Assert.Equal(TimeSpan.FromSeconds(4), clock.Now);
    }

    [Theory]
    [InlineData(0, 3600)]
    [InlineData(3500, 100)]
    [InlineData(3600, 0)]
    [InlineData(99999, 0)]
    public void A_restart_makes_no_reading_come_earlier(int before, int first)
    {
        var clock = new Clock();
        var pace = new Pace(TimeSpan.FromHours(1), CancellationToken.None, clock, clock.Sleep, TimeSpan.FromSeconds(before));
        Assert.True(pace.WaitForNext());
        Assert.Equal(TimeSpan.FromSeconds(first), clock.Now);
        Assert.True(pace.WaitForNext());
        Assert.Equal(TimeSpan.FromSeconds(first + 3600), clock.Now);
        Assert.Equal(0, pace.Missed);
    }

    [Fact]
    public void A_month_is_slept_in_days()
    {
        var clock = new Clock();
        var pace = new Pace(TimeSpan.FromDays(30), CancellationToken.None, clock, clock.Sleep);
        pace.WaitForNext();
        pace.WaitForNext();
        Assert.Equal(TimeSpan.FromDays(30), clock.Now);
        Assert.Equal(30, clock.Sleeps.Count);
    }

    [Fact]
    public void A_stop_wakes_it()
    {
        using var stopping = new CancellationTokenSource();
        var clock = new Clock();
        var pace = new Pace(TimeSpan.FromDays(1), stopping.Token, clock, _ => stopping.Cancel());
        Assert.True(pace.WaitForNext());
        Assert.False(pace.WaitForNext());
        Assert.Equal(TimeSpan.Zero, clock.Now);
        Assert.False(new Pace(TimeSpan.Zero, stopping.Token).WaitForNext());
    }

    [Theory]
    [InlineData("1ms", 1)]
    [InlineData("250ms", 250)]
    [InlineData("2s", 2000)]
    [InlineData("1.5s", 1500)]
    [InlineData("10min", 600_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("30d", 30 * 86_400_000L)]
    public void A_time_has_a_unit(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), new Arguments(["--interval", text]).Time("--interval"));

    [Theory]
    [InlineData("2")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("31d")]
    [InlineData("1e3s")]
    [InlineData("1week")]
    [InlineData("NaNs")]
    [InlineData("s")]
    [InlineData("1,5s")]
    public void What_is_no_time_is_said(string text)
    {
        var error = Assert.Throws<UsageException>(() => new Arguments(["--interval", text]).Time("--interval"));
        Assert.Contains($"'{text}'", error.Message);
        Assert.Contains("1ms to 30d", error.Message);
    }
}
