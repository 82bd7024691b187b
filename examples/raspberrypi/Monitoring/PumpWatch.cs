using PumpMonitor.Sensors;

namespace PumpMonitor.Monitoring;

/// <summary>
/// Everything that happens to a reading: the model's step, its alarm, and beside it the fixed vibration limit that most pumps are
/// watched with. The model's state is this object's, one per pump, carried on for the bearing's whole life. Allocates nothing.
/// </summary>
public sealed class PumpWatch
{
    /// <summary>
    /// ISO 20816-3, machines of 15–300 kW on a flexible support: 4.5 mm/s is where zone B (any length of time) ends and zone C (not
    /// for continuous operation) begins.
    /// </summary>
    public const float VibrationLimit = 4.5f;

    public const float FaultLimit = 0.5f;

    private PumpModel.State _state; // default is a reset state
    private Alarm _modelAlarm = new(FaultLimit, clearBelow: 0.25f);
    private Alarm _limitAlarm = new(VibrationLimit, clearBelow: 0.8f * VibrationLimit);
    private AlarmRecord _model, _limit;

    /// <summary>Readings taken so far.</summary>
    public int Hours { get; private set; }

    public PumpModel.Output Diagnosis { get; private set; }

    public StepMeter Meter { get; } = new();

    public bool ModelAlarm => _modelAlarm.IsRaised;

    public bool LimitAlarm => _limitAlarm.IsRaised;

    public AlarmRecord Model => _model;

    public AlarmRecord Limit => _limit;

    /// <param name="reading">One hour of the pump.</param>
    /// <param name="hoursToFailure">For the records only; infinite where unknown.</param>
    public void Observe(in SensorReading reading, float hoursToFailure)
    {
        var sample = new PumpModel.Sample
        {
            VibrationRms = reading.VibrationRms,
            Kurtosis = reading.Kurtosis,
            Envelope = reading.Envelope,
            ShaftSpeed = reading.ShaftSpeed,
            BearingTemperature = reading.BearingTemperature,
            MotorCurrent = reading.MotorCurrent,
        };
        Meter.Start();
        PumpModel.Output diagnosis = PumpModel.Step(ref _state, in sample);
        Meter.Stop();

        Diagnosis = diagnosis;
        // The model knows from its input that the pump stands, and remembers; the limit would clear itself, so standstill is not shown to it.
        if (_modelAlarm.Update(diagnosis.FaultProbability)) _model.Raise(Hours, hoursToFailure);
        if (reading.IsRunning && _limitAlarm.Update(reading.VibrationRms)) _limit.Raise(Hours, hoursToFailure);
        Hours++;
    }

    /// <summary>Closes the records when the bearing has failed.</summary>
    public void Failed()
    {
        _model.Finish(ModelAlarm);
        _limit.Finish(LimitAlarm);
    }
}
