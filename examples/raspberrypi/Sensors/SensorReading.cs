namespace PumpMonitor.Sensors;

/// <summary>
/// One hour of the pump as six numbers: what the sensors deliver, in the units in which they deliver it. The order and the names are
/// the training data's and the model's.
/// </summary>
public readonly record struct SensorReading(
    float VibrationRms,       // mm/s, velocity, 10–1000 Hz: ISO 20816's measure
    float Kurtosis,           // 4th standardised moment of the acceleration; 3 for a healthy, Gaussian signal
    float Envelope,           // dB over 1 mg: high-frequency acceleration envelope
    float ShaftSpeed,         // rpm
    float BearingTemperature, // °C, at the housing
    float MotorCurrent)       // A, RMS of one phase
{
    /// <summary>The columns of the training data and the model's inputs, with their units.</summary>
    public const string ColumnNames =
        "vibration_rms[mm/s],kurtosis,envelope[dB],shaft_speed[rpm],bearing_temperature[degC],motor_current[A]";

    /// <summary>Below this a vibration reading says nothing about the bearing.</summary>
    public const float StandstillSpeed = 100;

    /// <summary>From values in the order of <see cref="CopyTo"/>.</summary>
    public SensorReading(ReadOnlySpan<float> values)
        : this(values[0], values[1], values[2], values[3], values[4], values[5])
    {
    }

    public bool IsRunning => ShaftSpeed > StandstillSpeed;

    /// <summary>The reading as the model's input vector.</summary>
    public void CopyTo(Span<float> sample)
    {
        sample[0] = VibrationRms;
        sample[1] = Kurtosis;
        sample[2] = Envelope;
        sample[3] = ShaftSpeed;
        sample[4] = BearingTemperature;
        sample[5] = MotorCurrent;
    }
}
