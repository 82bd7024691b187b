using System.Device.Spi;
using System.Diagnostics;
using Iot.Device.Adc;
using Iot.Device.Adxl345;
using Iot.Device.OneWire;
using PumpMonitor.Sensors;

namespace PumpMonitor.Hardware;

/// <summary>
/// The pump on the pins of a Raspberry Pi. Once an hour: two seconds of acceleration, then current, envelope and temperature.
/// <code>
/// sensor                                      pin of the sensor         pin of the Pi (header)
/// ADXL345 on the bearing housing, SPI mode 3  CS SCL SDA SDO VCC GND    GPIO8 CE0 (24) GPIO11 (23) GPIO10 (19) GPIO9 (21) 3V3 (17) GND (25)
/// MCP3008 converter, SPI                      CS CLK DIN DOUT VDD VREF  GPIO7 CE1 (26) GPIO11 (23) GPIO10 (19) GPIO9 (21) 3V3 3V3
///   channel 0: current clamp, 30 A gives 1 V, biased to 1.65 V by two 10 kΩ resistors
///   channel 1: piezo disc through a rectifier and 10 ms RC, 1 V at 1 g of envelope
/// DS18B20 on the housing, 1-Wire              DQ, 4.7 kΩ to 3V3         GPIO4 (7), dtoverlay=w1-gpio
/// Hall switch, one magnet on the shaft        open collector            GPIO17 (11), the Pi's pull-up
/// </code>
/// </summary>
public sealed class PiSensors : ISensorSource
{
    private const int TachometerPin = 17;
    private const float Reference = 3.3f, ConverterSteps = 1024;
    private const float AmperesPerVolt = 30;
    private const int AccelerationRate = 3200; // Hz, the ADXL345's fastest: bandwidth 1600 Hz
    private const int ConverterRate = 4000;

    private readonly SpiDevice _accelerometerBus = SpiDevice.Create(
        new SpiConnectionSettings(0, 0) { ClockFrequency = Adxl345.SpiClockFrequency, Mode = Adxl345.SpiMode });
    private readonly Adxl345 _accelerometer;
    private readonly Mcp3008 _converter = new(SpiDevice.Create(new SpiConnectionSettings(0, 1) { ClockFrequency = 1_000_000 }));
    private readonly OneWireThermometerDevice _thermometer = OneWireThermometerDevice.EnumerateDevices().First();
    private readonly Tachometer _tachometer = new(TachometerPin);
    private readonly float[] _acceleration = new float[2 * AccelerationRate];
    private readonly float[] _voltage = new float[ConverterRate / 5]; // ten mains periods
    private readonly CancellationToken _stopping;
    private bool _first = true;

    public PiSensors(CancellationToken stopping)
    {
        _stopping = stopping;
        _accelerometer = new Adxl345(_accelerometerBus, GravityRange.Range04);
        _accelerometerBus.Write([0x2C, 0x0F]); // BW_RATE: 3200 Hz; the binding leaves the chip at its default, 100 Hz
    }

    public string Description => "sensors: ADXL345 and MCP3008 on SPI0, DS18B20 on GPIO4, Hall switch on GPIO17";

    public bool TryRead(out SensorReading reading)
    {
        reading = default;
        if (!_first && _stopping.WaitHandle.WaitOne(TimeSpan.FromHours(1))) return false;
        _first = false;

        _tachometer.Start();
        SampleAcceleration();
        float rpm = _tachometer.Stop();
        SampleVoltage(channel: 0);
        float current = BurstFeatures.Rms(_voltage) * AmperesPerVolt;
        SampleVoltage(channel: 1);
        float envelope = 20 * MathF.Log10(Math.Max(BurstFeatures.Mean(_voltage) * 1000, 1)); // dB over 1 mg
        float temperature = (float)_thermometer.ReadTemperature().DegreesCelsius; // reads a file: the one line here that allocates

        reading = new SensorReading(
            BurstFeatures.VelocityRms(_acceleration, AccelerationRate), BurstFeatures.Kurtosis(_acceleration), envelope, rpm, temperature, current);
        return true;
    }

    public void Dispose()
    {
        _tachometer.Dispose();
        _accelerometer.Dispose();
        _converter.Dispose();
    }

    // Polled: Linux makes single samples late by some 50 µs, a twentieth of the period of the highest frequency that velocity counts.
    private void SampleAcceleration()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < _acceleration.Length; i++)
        {
            WaitUntil(start, i, AccelerationRate);
            _acceleration[i] = _accelerometer.Acceleration.Z; // radial, g
        }
    }

    private void SampleVoltage(int channel)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < _voltage.Length; i++)
        {
            WaitUntil(start, i, ConverterRate);
            _voltage[i] = _converter.Read(channel) * Reference / ConverterSteps;
        }
    }

    private static void WaitUntil(long start, int sample, int rate)
    {
        long due = start + sample * Stopwatch.Frequency / rate;
        while (Stopwatch.GetTimestamp() < due) Thread.SpinWait(8);
    }
}
