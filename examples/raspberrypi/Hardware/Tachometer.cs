using System.Device.Gpio;
using System.Diagnostics;

namespace PumpMonitor.Hardware;

/// <summary>
/// Shaft speed from a Hall switch: whole turns between the first and the last pulse of a burst, over the time between them.
/// </summary>
public sealed class Tachometer : IDisposable
{
    private readonly GpioController _gpio = new();
    private readonly object _gate = new();
    private readonly int _pin;
    private long _first, _last;
    private int _pulses;

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
    private void OnPulse(object sender, PinValueChangedEventArgs change)
    {
        lock (_gate)
        {
            _last = Stopwatch.GetTimestamp();
            if (_pulses++ == 0) _first = _last;
        }
    }
}
