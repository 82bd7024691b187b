using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;
using PumpMonitor.Simulation;

namespace PumpMonitor.Views;

/// <summary>For pipes and logs: a line every ten hours, and one whenever an alarm is raised.</summary>
public sealed class PlainView : IMonitorView
{
    private const int Every = 10;

    private readonly TextScreen _screen = new();
    private int _modelAlarmHour = -1, _limitAlarmHour = -1;

    public void Begin(string source)
    {
        _screen.Text(source).Text("\n");
        _screen.Text("hour   mm/s  kurtosis    dB   rpm    °C     A   life h   true h   fault %\n").Flush();
    }

    public void Show(in SensorReading reading, PumpWatch watch, float hoursToFailure)
    {
        if ((watch.Hours - 1) % Every == 0 || hoursToFailure == 0) Row(reading, watch, hoursToFailure);
        Announce("ALARM: the model expects a failure within 48 h\n", watch.Model.Record.LatestHour, ref _modelAlarmHour);
        Announce("ALARM: vibration over the fixed limit of 4.5 mm/s\n", watch.Limit.Record.LatestHour, ref _limitAlarmHour);
        _screen.Flush();
    }

    public void End() => _screen.Flush();

    private void Row(in SensorReading reading, PumpWatch watch, float hoursToFailure)
    {
        _screen.Number(watch.Hours, 4, "F0");
        _screen.Number(reading.VibrationRms, 7, "F2").Number(reading.Kurtosis, 10, "F2").Number(reading.Envelope, 6, "F1");
        _screen.Number(reading.ShaftSpeed, 6, "F0").Number(reading.BearingTemperature, 6, "F1").Number(reading.MotorCurrent, 6, "F1");
        _screen.Number(Math.Clamp(watch.Diagnosis.Rul, 0, PumpRun.LongestRul), 9, "F0");
        if (hoursToFailure > PumpRun.LongestRul) _screen.Text("     125+");
        else if (float.IsNaN(hoursToFailure)) _screen.Text("        -");
        else _screen.Number(hoursToFailure, 9, "F0");
        _screen.Number(100 * watch.Diagnosis.FaultProbability, 10, "F0").Text("\n");
    }

    private void Announce(string text, int hour, ref int announced)
    {
        if (hour == announced) return;
        announced = hour;
        _screen.Number(hour + 1, 4, "F0").Text("  ").Text(text);
    }
}
