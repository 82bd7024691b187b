using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;
using PumpMonitor.Simulation;

namespace PumpMonitor.Views;

/// <summary>For pipes and logs: a line every ten hours, and one whenever an alarm, a sensor or the warm-up changes.</summary>
public sealed class PlainView : IMonitorView
{
    const int Every = 10;

    readonly TextScreen _screen = new();
    Sensor _out;
    bool _hasShown, _isWarm, _modelAlarm, _limitAlarm;

    public void Begin(string source)
    {
        _screen.Text(source).Text("\n");
        _screen.Text("hour   mm/s  kurtosis    dB   rpm    °C     A   life h   true h   fault %\n").Flush();
    }

    public void Show(in SensorReading reading, PumpWatch watch, float hoursToFailure)
    {
        if ((watch.Hours - 1) % Every == 0 || hoursToFailure == 0) Row(reading, watch, hoursToFailure);
        if (watch.Out != _out) Sensors(watch);
        if (!_hasShown && !watch.IsWarm) WarmingUp(watch);
        if (_hasShown && !_isWarm && watch.IsWarm) Line(watch.Hours, "warm\n");
        _isWarm = watch.IsWarm;
        Announce("ALARM: the model expects a failure within 48 h\n", "the model's alarm is over\n", watch.Model, watch.Hours,
            ref _modelAlarm);
        Announce("ALARM: vibration over the fixed limit of 4.5 mm/s\n", "vibration is under the fixed limit again\n", watch.Limit,
            watch.Hours, ref _limitAlarm);
        _hasShown = true;
        _screen.Flush();
    }

    public void Note(string text) => _screen.Text("      ").Text(text).Text("\n").Flush();

    public void End() => _screen.Flush();

    void Row(in SensorReading reading, PumpWatch watch, float hoursToFailure)
    {
        _screen.Number(watch.Hours, 4, "F0");
        Value(reading.VibrationRms, 7, "F2", watch, Sensor.Accelerometer);
        Value(reading.Kurtosis, 10, "F2", watch, Sensor.Accelerometer);
        Value(reading.Envelope, 6, "F1", watch, Sensor.Piezo);
        Value(reading.ShaftSpeed, 6, "F0", watch, Sensor.Tachometer);
        Value(reading.BearingTemperature, 6, "F1", watch, Sensor.Thermometer);
        Value(reading.MotorCurrent, 6, "F1", watch, Sensor.CurrentClamp);
        if (watch.CanTell) _screen.Number(Math.Clamp(watch.Diagnosis.Rul, 0, PumpRun.LongestRul), 9, "F0");
        else _screen.Right("sensor", 9);
        if (hoursToFailure > PumpRun.LongestRul) _screen.Right("125+", 9);
        else if (float.IsNaN(hoursToFailure)) _screen.Right("-", 9);
        else _screen.Number(hoursToFailure, 9, "F0");
        if (watch.CanTell) _screen.Number(100 * watch.Diagnosis.FaultProbability, 10, "F0").Text("\n");
        else _screen.Right("sensor", 10).Text("\n");
    }

    /// <summary>What a sensor that is out says is no value of the pump.</summary>
    void Value(float value, int width, string format, PumpWatch watch, Sensor sensor)
    {
        if ((watch.Out & sensor) == 0) _screen.Number(value, width, format);
        else _screen.Right("-", width);
    }

    void Sensors(PumpWatch watch)
    {
        _out = watch.Out;
        _screen.Number(watch.Hours, 4, "F0");
        if (_out == Sensor.None) _screen.Text("  sensors: all sound again\n");
        else SensorWords.Write(_screen.Text("  SENSOR: "), watch)
            .Text(watch.CanTell ? "; its last good value is held, no alarm clears\n" : "; no alarm comes or goes\n");
    }

    void WarmingUp(PumpWatch watch)
    {
        _screen.Number(watch.Hours, 4, "F0").Text("  warming up: ").Number(PumpModel.WarmUpSteps - watch.Hours, 1, "F0");
        _screen.Text(" h until the model no longer depends on the state that it began with\n");
    }

    void Announce(string raised, string over, WatchedAlarm alarm, int hour, ref bool announced)
    {
        // One that stands since before a restart is said with its own hour.
        if (alarm.IsRaised && !announced) Line(alarm.Record.LatestHour + 1, raised);
        if (!alarm.IsRaised && announced) Line(hour, over);
        announced = alarm.IsRaised;
    }

    void Line(int hour, string text) => _screen.Number(hour, 4, "F0").Text("  ").Text(text);
}
