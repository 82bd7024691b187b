using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;
using PumpMonitor.Simulation;

namespace PumpMonitor.Tests;

public class SensorGuardTests
{
    static readonly PumpRun Run = PumpSimulator.Simulate(seed: 11, index: 0, RunKind.Healthy);

    [Theory]
    [InlineData(SensorFailure.AccelerometerDead, Sensor.Accelerometer, SensorFault.Implausible, 1)]
    [InlineData(SensorFailure.AccelerometerMissing, Sensor.Accelerometer, SensorFault.Missing, 1)]
    [InlineData(SensorFailure.AccelerometerStuck, Sensor.Accelerometer, SensorFault.Stuck, 5)]
    [InlineData(SensorFailure.PiezoDead, Sensor.Piezo, SensorFault.Implausible, 1)]
    [InlineData(SensorFailure.PiezoStuck, Sensor.Piezo, SensorFault.Stuck, 5)]
    [InlineData(SensorFailure.TachometerDead, Sensor.Tachometer, SensorFault.Implausible, 1)]
    [InlineData(SensorFailure.TachometerStuck, Sensor.Tachometer, SensorFault.Stuck, 5)]
    [InlineData(SensorFailure.ThermometerUnpowered, Sensor.Thermometer, SensorFault.Implausible, 1)]
    [InlineData(SensorFailure.ClampDead, Sensor.CurrentClamp, SensorFault.Implausible, 1)]
    public void A_sensor_that_fails_is_found(SensorFailure failure, Sensor sensor, SensorFault fault, int after)
    {
        int from = FirstRunning(30);
        var guard = new SensorGuard();
        for (int hour = 0; hour < from + after; hour++)
        {
            Assert.Equal(Sensor.None, guard.Out);
            guard.Accept(SensorFailures.Read(Run, failure, from, hour));
        }

        Assert.Equal(sensor, guard.Out);
        Assert.Equal(fault, guard.FaultOf(sensor));
    }

    [Fact]
    public void The_last_good_values_stand_in_for_all_that_the_sensor_reads()
    {
        int from = FirstRunning(30);
        var guard = new SensorGuard();
        for (int hour = 0; hour < from; hour++) guard.Accept(Run.Readings[hour]);
        SensorReading now = Run.Readings[from], last = Run.Readings[from - 1];
        SensorReading seen = guard.Accept(now with { VibrationRms = float.NaN });
        Assert.Equal(now with { VibrationRms = last.VibrationRms, Kurtosis = last.Kurtosis }, seen);
    }

    [Fact]
    public void A_sensor_is_back_after_three_good_readings_of_a_turning_pump()
    {
        int at = FirstRunning(30);
        var guard = new SensorGuard();
        for (int hour = 0; hour < at; hour++) guard.Accept(Run.Readings[hour]);
        guard.Accept(Run.Readings[at] with { Envelope = float.NaN });
        guard.Accept(new SensorReading(0.01f, 3, 12, 0, 30, 0)); // it stands: a dead sensor is right about that
        for (int k = 1; k <= 3; k++)
        {
            Assert.Equal(Sensor.Piezo, guard.Out);
            guard.Accept(Run.Readings[at + k]);
        }

        Assert.Equal(Sensor.None, guard.Out);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e30f)]
    [InlineData(-1f)]
    public void The_model_sees_a_number_that_can_be_whatever_comes_from_the_first_reading_on(float value)
    {
        var guard = new SensorGuard();
        for (int k = 0; k < 3; k++)
        {
            SensorReading seen = guard.Accept(new SensorReading(value, value, value, value, value == -1 ? -41 : value, value));
            // what is less than 0 stands
            Assert.Equal(value < 0 ? new SensorReading(0, 3, 12, 0, 40, 0) : new(1.5f, 3, 40, 1250, 40, 20), seen);
            Assert.Equal(Sensor.Accelerometer | Sensor.Piezo | Sensor.Tachometer | Sensor.Thermometer | Sensor.CurrentClamp, guard.Out);
        }
    }

    [Fact]
    public void Sound_sensors_of_two_hundred_pumps_are_never_out_and_change_nothing()
    {
        for (int index = 0; index < 200; index++)
        {
            PumpRun run = PumpSimulator.Simulate(seed: 12, index);
            PumpWatch guarded = new(), bare = new(isGuarded: false);
            foreach (SensorReading reading in run.Readings)
            {
                guarded.Observe(in reading, float.NaN);
                bare.Observe(in reading, float.NaN);
                Assert.Equal(Sensor.None, guarded.Out);
                Assert.Equal(bare.Diagnosis, guarded.Diagnosis);
            }
        }
    }

    static int FirstRunning(int from)
    {
        while (!Enumerable.Range(from - 1, 10).All(hour => Run.Readings[hour].IsRunning)) from++;
        return from;
    }
}
