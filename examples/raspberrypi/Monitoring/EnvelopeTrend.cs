using PumpMonitor.Sensors;
using PumpMonitor.Simulation;

namespace PumpMonitor.Monitoring;

/// <summary>
/// The best that a rule does with these sensors, to be fair to rules: the envelope level over the same bearing's level in its first
/// day, corrected for speed. It is the ultrasound fitters' rule (UE Systems: 12 dB over a bearing's own baseline is the beginning of
/// failure), and it takes an expert who knows the sensor, the speed law and that the first day was sound.
/// </summary>
public struct EnvelopeTrend
{
    /// <summary>dB over the first day.</summary>
    public const float Limit = 12;

    const int BaselineHours = 24;

    float _sum;
    int _hours;

    /// <summary>dB over the baseline; 0 while that is being learned. For a running pump only.</summary>
    public float Rise(in SensorReading reading)
    {
        // The level of a sound bearing goes with the cube of the square root of speed: 30·log10.
        float level = reading.Envelope - 30 * MathF.Log10(reading.ShaftSpeed / (float)PumpSimulator.NominalSpeed);
        if (_hours == BaselineHours) return level - _sum / BaselineHours;

        _sum += level;
        _hours++;
        return 0;
    }
}
