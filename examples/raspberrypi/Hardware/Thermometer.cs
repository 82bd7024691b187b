using Iot.Device.OneWire;

namespace PumpMonitor.Hardware;

/// <summary>The first thermometer on the 1-Wire bus.</summary>
public sealed class Thermometer : IDisposable
{
    readonly OneWireThermometerDevice _device =
        OneWireThermometerDevice.EnumerateDevices().FirstOrDefault()
            ?? throw new IOException("none on the 1-Wire bus; is dtoverlay=w1-gpio set?");

    /// <summary>°C. Reads a file of the kernel's.</summary>
    public float Celsius() => (float)_device.ReadTemperature().DegreesCelsius;

    public void Dispose()
    {
    }
}
