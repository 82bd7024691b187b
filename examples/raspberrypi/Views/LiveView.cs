using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;
using PumpMonitor.Simulation;

namespace PumpMonitor.Views;

/// <summary>One screen, redrawn every hour of machine time.</summary>
public sealed class LiveView(Stream? output = null) : IMonitorView
{
    public const int Rows = 24; // three notes included
    const int BarWidth = 40;
    const float HoursPerDay = 24;

    readonly TextScreen _screen = new(output);
    readonly string _kernel = PumpModel.Kernel.ToString(); // once: a frame allocates nothing
    readonly Sparkline _vibration = new(0, 9, BarWidth), _kurtosis = new(2.5f, 9, BarWidth), _envelope = new(30, 65, BarWidth);
    readonly Sparkline _speed = new(0, 1600, BarWidth), _temperature = new(10, 75, BarWidth), _current = new(0, 40, BarWidth);
    readonly string[] _notes = ["", "", ""]; // the latest
    string _source = "";
    bool _hasShown;

    public void Begin(string source)
    {
        _source = source;
        _screen.Text("\e[2J\e[?25l").Flush(); // clear the screen, hide the cursor
    }

    public void Show(in SensorReading reading, PumpWatch watch, float hoursToFailure)
    {
        _hasShown = true;
        _screen.Text("\e[H"); // home: the frame is drawn over the last one
        Header(reading, watch);
        Value("vibration", reading.VibrationRms, "F2", " mm/s", _vibration, watch, Sensor.Accelerometer);
        Value("kurtosis", reading.Kurtosis, "F2", "     ", _kurtosis, watch, Sensor.Accelerometer);
        Value("envelope", reading.Envelope, "F1", " dB  ", _envelope, watch, Sensor.Piezo);
        Value("shaft speed", reading.ShaftSpeed, "F0", " rpm ", _speed, watch, Sensor.Tachometer);
        Value("bearing", reading.BearingTemperature, "F1", " °C  ", _temperature, watch, Sensor.Thermometer);
        Value("motor", reading.MotorCurrent, "F1", " A   ", _current, watch, Sensor.CurrentClamp);
        if (watch.Out != Sensor.None) SensorWords.Write(_screen.Text(TextScreen.Yellow).Text("SENSOR: "), watch).Text(TextScreen.Plain);
        _screen.Line();
        Diagnosis(watch, hoursToFailure);
        AlarmLine(" MODEL ALARM ", "model: no alarm", watch.Model);
        AlarmLine(" VIBRATION OVER 4.5 mm/s ", "fixed limit 4.5 mm/s: no alarm", watch.Limit);
        foreach (string note in _notes)
            if (note.Length > 0) _screen.Text(TextScreen.Dim).Text(note).Text(TextScreen.Plain).Line();
        _screen.Text("\e[J").Flush(); // and nothing of an earlier frame below
    }

    public void Note(string text)
    {
        _notes.AsSpan(1).CopyTo(_notes);
        _notes[^1] = text;
        if (!_hasShown) _screen.Text(text).Line().Flush(); // the first frame may be an hour away
    }

    public void End() => _screen.Text("\e[?25h").Line().Flush();

    void Header(in SensorReading reading, PumpWatch watch)
    {
        _screen.Text("EdgeLstm pump monitor").Line();
        _screen.Text(TextScreen.Dim).Text(_source).Line();
        _screen.Text("model ").Text(PumpModel.Scheme).Text(", kernel ").Text(_kernel).Text(TextScreen.Plain).Line().Line();
        _screen.Text("hour ").Number(watch.Hours, 4, "F0").Text("   day ")
            .Number(1 + MathF.Floor((watch.Hours - 1) / HoursPerDay), 3, "F0");
        bool isKnown = (watch.Out & Sensor.Tachometer) == Sensor.None;
        _screen.Text(!isKnown ? "" : reading.IsRunning ? "   running" : "   standing");
        if (!watch.IsWarm) _screen.Text(", warming up: ").Number(PumpModel.WarmUpSteps - watch.Hours, 1, "F0").Text(" h to go");
        _screen.Line().Line();
    }

    void Value(string name, float value, string format, string unit, Sparkline history, PumpWatch watch, Sensor sensor)
    {
        bool isOut = (watch.Out & sensor) != Sensor.None;
        history.Add(isOut ? float.NaN : value);
        Label(name);
        if (isOut) _screen.Text(TextScreen.Yellow).Text("  sensor").Text(TextScreen.Plain).Text("     ");
        else _screen.Number(value, 8, format).Text(unit);
        _screen.Text("  ");
        history.Draw(_screen);
        _screen.Line();
    }

    void Diagnosis(PumpWatch watch, float hoursToFailure)
    {
        PumpModel.Output diagnosis = watch.Diagnosis;
        if (watch.CanTell) Life("life left, predicted", Math.Clamp(diagnosis.Rul, 0, PumpRun.LongestRul));
        else Unknown("life left, predicted");
        if (float.IsNaN(hoursToFailure)) _screen.Line();
        else Life("life left, true", Math.Min(hoursToFailure, PumpRun.LongestRul));
        if (watch.CanTell)
        {
            string color = diagnosis.FaultProbability > PumpWatch.FaultLimit ? TextScreen.Yellow : TextScreen.Green;
            Label("failure within 48 h").Number(100 * diagnosis.FaultProbability, 6, "F0").Text(" %   ");
            _screen.Text(color).Bar(diagnosis.FaultProbability, BarWidth).Text(TextScreen.Plain).Line();
        }
        else
        {
            Unknown("failure within 48 h");
        }

        _screen.Line();
    }

    void Unknown(string name) => Label(name).Text(TextScreen.Yellow).Text("sensor").Text(TextScreen.Plain).Line();

    void Life(string name, float hours)
    {
        Label(name).Number(hours, 6, "F0").Text(" h   ").Bar(hours / PumpRun.LongestRul, BarWidth);
        // The truth and the prediction both end at the cap: beyond it no reading could tell.
        _screen.Text(hours >= PumpRun.LongestRul ? " or more" : "").Line();
    }

    void AlarmLine(string raisedText, string quietText, WatchedAlarm alarm)
    {
        int hour = alarm.Record.LatestHour;
        if (alarm.IsRaised) _screen.Text(TextScreen.Red).Text(raisedText).Text(TextScreen.Plain).Text(" raised at hour ")
            .Number(hour + 1, 1, "F0").Line();
        else if (hour >= 0) _screen.Text(quietText).Text(" now, last one at hour ").Number(hour + 1, 1, "F0").Line();
        else _screen.Text(quietText).Line();
    }

    TextScreen Label(string name)
    {
        _screen.Text(name);
        for (int i = name.Length; i < 21; i++) _screen.Text(" ");
        return _screen;
    }
}
