using PumpMonitor.Sensors;

namespace PumpMonitor.Monitoring;

/// <summary>
/// Everything that happens to a reading: the model's step, its alarm, and beside it what rules make of the same readings. The model's
/// state is this object's, one per pump, carried on for the bearing's whole life. Allocates nothing.
/// </summary>
public sealed class PumpWatch
{
    /// <summary>
    /// ISO 20816-3, machines of 15–300 kW on a flexible support: 4.5 mm/s is where zone B (any length of time) ends and zone C (not
    /// for continuous operation) begins. Most pumps are watched with this limit and nothing else.
    /// </summary>
    public const float VibrationLimit = 4.5f;

    public const float FaultLimit = 0.5f;

    private PumpModel.State _state; // default is a reset state
    private EnvelopeTrend _trend;

    public PumpWatch()
    {
        // A process's first step lays the weights out for the CPU at hand; it is taken here, on a state of its own, not in the loop.
        var state = new PumpModel.State();
        var sample = new PumpModel.Sample();
        PumpModel.Step(ref state, in sample);
    }

    /// <summary>Readings taken so far.</summary>
    public int Hours { get; private set; }

    public PumpModel.Output Diagnosis { get; private set; }

    public StepMeter Meter { get; } = new();

    public WatchedAlarm Model { get; } = new(FaultLimit, clearBelow: FaultLimit / 2);

    public WatchedAlarm Limit { get; } = new(VibrationLimit, clearBelow: 0.8f * VibrationLimit);

    public WatchedAlarm Trend { get; } = new(EnvelopeTrend.Limit, clearBelow: EnvelopeTrend.Limit - 3);

    /// <param name="reading">One hour of the pump.</param>
    /// <param name="hoursToFailure">For the records only; infinite or NaN where there is none.</param>
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
        Model.Observe(diagnosis.FaultProbability, Hours, hoursToFailure);
        if (reading.IsRunning)
        {
            // The model sees from its input that the pump stands, and remembers; a rule would clear itself, so it is not shown standstill.
            Limit.Observe(reading.VibrationRms, Hours, hoursToFailure);
            Trend.Observe(_trend.Rise(in reading), Hours, hoursToFailure);
        }
        Hours++;
    }

    /// <summary>Closes the records when the bearing has failed.</summary>
    public void Failed()
    {
        Model.Failed();
        Limit.Failed();
        Trend.Failed();
    }
}
