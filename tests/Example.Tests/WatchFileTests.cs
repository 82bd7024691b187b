using PumpMonitor.Monitoring;
using PumpMonitor.Simulation;

namespace PumpMonitor.Tests;

public sealed class WatchFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("watch").FullName;

    string File => Path.Combine(_folder, "pump.state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(12)]   // in the rule's first day
    [InlineData(55)]   // two readings into a failed sensor
    [InlineData(226)]  // a reading before an alarm
    [InlineData(227)]
    [InlineData(229)]  // with it
    public void A_watch_goes_on_where_it_was_saved(int at)
    {
        PumpRun run = PumpSimulator.Simulate(seed: 2030, index: 0, RunKind.Failing);
        var file = new WatchFile(File);
        PumpWatch whole = new(), cut = new();
        for (int hour = 0; hour < run.Hours; hour++)
        {
            if (hour == at)
            {
                file.Save(cut);
                cut = new PumpWatch();
                Assert.True(file.TryLoad(cut));
                Assert.Equal(at, cut.Hours);
            }

            var reading = SensorFailures.Read(run, SensorFailure.PiezoStuck, hour < 70 ? 50 : 1000, hour);
            whole.Observe(in reading, run.HoursToFailure(hour));
            cut.Observe(in reading, run.HoursToFailure(hour));
            Assert.Equal(whole.Diagnosis, cut.Diagnosis);
            Assert.Equal(whole.Out, cut.Out);
            Assert.Equal((whole.Model.IsRaised, whole.Limit.IsRaised, whole.Trend.IsRaised),
                (cut.Model.IsRaised, cut.Limit.IsRaised, cut.Trend.IsRaised));
        }

        Assert.Equal(whole.Model.Record, cut.Model.Record);
        Assert.Equal(["pump.state"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void There_is_nothing_to_go_on_from_at_first() => Assert.False(new WatchFile(File).TryLoad(new PumpWatch()));

    [Fact]
    public void Any_damaged_byte_is_found_and_the_file_put_aside()
    {
        var file = new WatchFile(File);
        file.Save(new PumpWatch());
        byte[] good = System.IO.File.ReadAllBytes(File);
        for (int k = 0; k < good.Length; k++)
        {
            byte[] bad = [.. good];
            bad[k] ^= 1;
            System.IO.File.WriteAllBytes(File, bad);
            var error = Assert.Throws<InvalidDataException>(() => file.TryLoad(new PumpWatch()));
            Assert.Contains("begins anew", error.Message);
            Assert.Equal(bad, System.IO.File.ReadAllBytes(File + ".bad"));
            Assert.False(System.IO.File.Exists(File));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void Half_a_file_is_none(int bytes)
    {
        var file = new WatchFile(File);
        file.Save(new PumpWatch());
        System.IO.File.WriteAllBytes(File, System.IO.File.ReadAllBytes(File)[..bytes]);
        Assert.Throws<InvalidDataException>(() => file.TryLoad(new PumpWatch()));
    }

    [Fact]
    public void What_cannot_be_written_leaves_the_file_before()
    {
        var file = new WatchFile(File);
        file.Save(new PumpWatch());
        byte[] before = System.IO.File.ReadAllBytes(File);
        Directory.CreateDirectory(File + ".new"); // in the way of the new one
        Assert.ThrowsAny<Exception>(() => file.Save(new PumpWatch()));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }
}
