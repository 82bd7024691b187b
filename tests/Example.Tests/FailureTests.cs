using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;
using PumpMonitor.Simulation;

namespace PumpMonitor.Tests;

/// <summary>A dead sensor is neither a healthy bearing nor a failing one.</summary>
public class FailureTests
{
    public static TheoryData<SensorFailure> Failures => [.. Enum.GetValues<SensorFailure>()];

    [Theory]
    [MemberData(nameof(Failures))]
    public void No_alarm_comes_or_goes_by_a_sensor_that_fails_and_none_is_at_ease(SensorFailure failure)
    {
        FailureScore score = new(failure, isGuarded: true), none = new(null, isGuarded: true);
        for (int index = 0; index < 20; index++)
        {
            score.Add(seed: 13, index);
            none.Add(seed: 13, index);
        }

        Assert.Equal(0, score.FalseAlarms);
        Assert.True(score.Cleared <= none.Cleared);           // one may go and come again with all sensors sound
        Assert.True(score.FalselySound <= none.FalselySound); // and one that comes in the last day is late, no sensor's fault
    }

    [Fact]
    public void Without_the_guard_a_dead_accelerometer_is_a_sound_bearing_and_a_dead_board_a_failing_one()
    {
        FailureScore dead = new(SensorFailure.AccelerometerDead, isGuarded: false),
            missing = new(SensorFailure.AllMissing, isGuarded: false);
        for (int index = 0; index < 5; index++)
        {
            dead.Add(seed: 13, index);
            missing.Add(seed: 13, index);
        }

        Assert.Equal(5, dead.FalselySound);
        Assert.True(dead.Cleared > 0);
        Assert.Equal(5, missing.FalseAlarms);
    }

    [Fact]
    public void The_model_goes_on_without_a_sensor_that_it_can_do_without()
    {
        foreach (SensorFailure failure in new[] { SensorFailure.ThermometerUnpowered, SensorFailure.ClampDead, SensorFailure.PiezoDead })
        {
            var score = new FailureScore(failure, isGuarded: true);
            for (int index = 0; index < 20; index++) score.Add(seed: 13, index);
            Assert.True(score.Announced >= 18, $"{failure}: {score.Announced} of 20");
        }
    }

    [Fact]
    public void A_missing_reading_in_the_first_day_does_not_end_the_rule_that_learns_from_it()
    {
        PumpRun run = PumpSimulator.Simulate(seed: 2030, index: 0, RunKind.Failing);
        var watch = new PumpWatch();
        for (int hour = 0; hour < run.Hours; hour++) watch.Observe(SensorFailures.Read(run, SensorFailure.PiezoMissingOnce, 1, hour),
            run.HoursToFailure(hour));
        Assert.True(watch.Trend.IsRaised);
    }

    [Theory]
    [InlineData(SensorFailure.ClampDead)]
    [InlineData(SensorFailure.PiezoDead)]
    public void A_sensor_that_dies_while_the_pump_stands_is_held_as_of_a_pump_that_turns_when_it_does(SensorFailure failure)
    {
        for (int index = 0; index < 40; index++)
        {
            PumpRun run = PumpSimulator.Simulate(seed: 14, index, RunKind.Healthy);
            int stop = 50;
            while (stop < run.Hours - 20 && (run.Readings[stop - 1].IsRunning || run.Readings[stop].IsRunning)) stop++;
            var guard = new SensorGuard();
            for (int hour = 0; hour < Math.Min(stop + 20, run.Hours); hour++)
            {
                SensorReading seen = guard.Accept(SensorFailures.Read(run, failure, stop, hour));
                if (!run.Readings[hour].IsRunning) continue;
                Assert.True(seen.MotorCurrent > 10, $"{index}, {hour}: {seen}");
                Assert.True(seen.Envelope > 16, $"{index}, {hour}: {seen}");
            }
        }
    }

    [Fact]
    public void No_rule_clears_its_alarm_while_any_sensor_is_out()
    {
        SensorReading high = new(6, 3, 60, 1200, 40, 20), low = new(1, 3, 40, 1200, 40, 20);
        var watch = new PumpWatch();
        for (int hour = 0; hour < 40; hour++)
        {
            SensorReading reading = Varied(hour < 26 ? low : hour < 30 ? high : low, hour);
            watch.Observe(hour >= 30 ? reading with { BearingTemperature = float.NaN } : reading, float.NaN);
        }

        Assert.True(watch.Limit.IsRaised);
        Assert.True(watch.Trend.IsRaised);
        for (int hour = 40; hour < 50; hour++) watch.Observe(Varied(low, hour), float.NaN);
        Assert.False(watch.Limit.IsRaised);
        Assert.False(watch.Trend.IsRaised);
    }

    static SensorReading Varied(SensorReading reading, int hour) => new(
        reading.VibrationRms + 0.01f * (hour % 7), reading.Kurtosis + 0.01f * (hour % 7), reading.Envelope + 0.1f * (hour % 7),
        reading.ShaftSpeed + hour % 7, reading.BearingTemperature + 0.1f * (hour % 7), reading.MotorCurrent + 0.05f * (hour % 7));

    [Fact]
    public void What_was_in_a_row_before_a_sensor_was_out_is_so_no_more()
    {
        var alarm = new WatchedAlarm(4.5f, clearBelow: 3);
        alarm.Observe(5, 0, float.NaN);
        alarm.Observe(5, 1, float.NaN);
        alarm.Interrupt();
        alarm.Observe(5, 2, float.NaN);
        Assert.False(alarm.IsRaised);
        alarm.Observe(5, 3, float.NaN);
        alarm.Observe(5, 4, float.NaN);
        Assert.True(alarm.IsRaised);
        for (int k = 5; k < 9; k++) alarm.Observe(1, k, float.NaN, mayClear: false);
        Assert.True(alarm.IsRaised);
    }

    [Fact]
    public void A_reading_allocates_nothing_whatever_its_sensors_say()
    {
        PumpRun run = PumpSimulator.Simulate(seed: 2030, index: 0, RunKind.Failing);
        var watch = new PumpWatch();
        var bytes = new byte[PumpWatch.SnapshotBytes];
        long least = long.MaxValue;
        for (int round = 0; round < 4; round++) // the JIT allocates in one or the other
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int hour = 0; hour < run.Hours; hour++)
            {
                watch.Observe(SensorFailures.Read(run, SensorFailure.AccelerometerLoose, 50, hour), float.NaN);
                watch.Save(bytes);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void A_chip_without_noise_has_no_kurtosis()
    {
        Assert.True(float.IsNaN(BurstFeatures.Kurtosis(new float[100])));
        Assert.Equal(1, BurstFeatures.Kurtosis([1, -1, 1, -1]), 1e-6f);
    }
}
