using System.Device.Gpio;
using System.Diagnostics;

namespace PumpMonitor.Hardware;

/// <summary>
/// Shaft speed from a Hall switch: whole turns between the first and the last pulse of a burst, over the time between them.
/// </summary>
public sealed class Tachometer : IDisposable
{
    readonly GpioController _gpio = new();
    readonly object _gate = new();
    readonly int _pin;
    long _first, _last;
    int _pulses;

    public Tachometer(int pin)
    {
        _pin = pin;
        try
        {
            _gpio.OpenPin(pin, PinMode.InputPullUp);
            _gpio.RegisterCallbackForPinValueChangedEvent(pin, PinEventTypes.Falling, OnPulse);
        }
        catch
        {
            _gpio.Dispose();
            throw;
        }
    }

    public void Start()
    {
        lock (_gate) _pulses = 0;
    }

    /// <summary>Revolutions per minute since <see cref="Start"/>; 0 where the shaft did not make a whole turn.</summary>
    public float Stop()
    {
        lock (_gate) return _pulses < 2 ? 0 : 60f * (_pulses - 1) * Stopwatch.Frequency / (_last - _first);
    }

    public void Dispose()
    {
        using (_gpio) _gpio.UnregisterCallbackForPinValueChangedEvent(_pin, OnPulse);
    }

    // Called on the controller's own thread.
    void OnPulse(object sender, PinValueChangedEventArgs change)
    {
        lock (_gate)
        {
            _last = Stopwatch.GetTimestamp();
            if (_pulses++ == 0) _first = _last;
        }
    }
}
