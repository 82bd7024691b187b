using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    readonly bool _isGuarded;
    PumpModel.State _state; // default is a reset state
    EnvelopeTrend _trend;
    SensorGuard _guard = new();

    /// <param name="isGuarded">False: readings go to the model and the rules as they come, whatever a sensor says.</param>
    public PumpWatch(bool isGuarded = true)
    {
        _isGuarded = isGuarded;
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

    /// <summary>Sensors that are out. No alarm comes by what they say; none goes until they are back.</summary>
    public Sensor Out => _guard.Out;

    /// <summary>
    /// Whether the model can tell anything: without the accelerometer it would miss half of the failures and accuse one sound pump in
    /// eighty, without the tachometer one in ten. Each of the other sensors can be done without: its last good value stands in for it.
    /// </summary>
    public bool CanTell => AreSound(Sensor.Accelerometer | Sensor.Tachometer);

    /// <summary>
    /// Whether the state no longer depends on how it began: a bearing that was not new when the watch began is known by then.
    /// </summary>
    public bool IsWarm => _state.IsWarm;

    public SensorFault FaultOf(Sensor sensor) => _guard.FaultOf(sensor);

    /// <param name="raw">One hour of the pump.</param>
    /// <param name="hoursToFailure">For the records only; infinite or NaN where there is none.</param>
    public void Observe(in SensorReading raw, float hoursToFailure)
    {
        SensorReading reading = _isGuarded ? _guard.Accept(in raw) : raw;
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
        Observe(Model, CanTell, diagnosis.FaultProbability, hoursToFailure);
        if (reading.IsRunning)
        {
            // The model sees from its input that the pump stands, and remembers; a rule would clear itself, so it is not shown standstill.
            bool seesVibration = AreSound(Sensor.Accelerometer | Sensor.Tachometer);
            bool seesEnvelope = AreSound(Sensor.Piezo | Sensor.Tachometer);
            Observe(Limit, seesVibration, reading.VibrationRms, hoursToFailure);
            Observe(Trend, seesEnvelope, seesEnvelope ? _trend.Rise(in reading) : 0, hoursToFailure);
        }
        Hours++;
    }

    void Observe(WatchedAlarm alarm, bool sees, float value, float hoursToFailure)
    {
        if (sees) alarm.Observe(value, Hours, hoursToFailure, mayClear: Out == Sensor.None);
        else alarm.Interrupt();
    }

    /// <summary>Whether no sensor among these is out.</summary>
    bool AreSound(Sensor sensors) => (Out & sensors) == Sensor.None;

    /// <summary>Bytes of a snapshot.</summary>
    public static int SnapshotBytes => PumpModel.SnapshotBytes + Unsafe.SizeOf<Memory>();

    /// <summary>Writes all that the watch knows: the model's state, alarms, baseline and the sensors' health.</summary>
    /// <param name="snapshot"><see cref="SnapshotBytes"/>.</param>
    public void Save(Span<byte> snapshot)
    {
        _state.Save(snapshot[..PumpModel.SnapshotBytes]);
        var memory = new Memory(Hours, _guard, _trend, Model.Snapshot, Limit.Snapshot, Trend.Snapshot);
        MemoryMarshal.Write(snapshot[PumpModel.SnapshotBytes..], in memory);
    }

    /// <summary>Goes on where <see cref="Save"/> was called.</summary>
    /// <exception cref="ArgumentException">Not of this size, or of another model.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.Length != SnapshotBytes) throw new ArgumentException($"{snapshot.Length} bytes instead of {SnapshotBytes}");
        _state = PumpModel.State.Restore(snapshot[..PumpModel.SnapshotBytes]);
        var memory = MemoryMarshal.Read<Memory>(snapshot[PumpModel.SnapshotBytes..]);
        (Hours, _guard, _trend) = (memory.Hours, memory.Guard, memory.Trend);
        (Model.Snapshot, Limit.Snapshot, Trend.Snapshot) = (memory.Model, memory.Limit, memory.OfTrend);
    }

    /// <summary>Closes the records when the bearing has failed.</summary>
    public void Failed()
    {
        Model.Failed();
        Limit.Failed();
        Trend.Failed();
    }

    readonly record struct Memory(
        int Hours, SensorGuard Guard, EnvelopeTrend Trend, WatchedAlarm.Memory Model, WatchedAlarm.Memory Limit,
        WatchedAlarm.Memory OfTrend);
}
