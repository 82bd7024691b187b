using System.Device.Spi;
using System.Diagnostics;
using Iot.Device.Adc;
using Iot.Device.Adxl345;
using PumpMonitor.Sensors;

namespace PumpMonitor.Hardware;

/// <summary>
/// The pump on the pins of a Raspberry Pi: two seconds of acceleration, then current, envelope and temperature. What a driver throws leaves
/// NaN in its channels.
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
    const int TachometerPin = 17;
    const float Reference = 3.3f, ConverterSteps = 1024;
    const float AmperesPerVolt = 30;
    const int AccelerationRate = 3200; // Hz, the ADXL345's fastest: bandwidth 1600 Hz
    const int BurstSeconds = 2;
    const int ConverterRate = 4000;

    readonly Wired<Adxl345> _accelerometer;
    readonly Wired<Mcp3008> _converter;
    readonly Wired<Thermometer> _thermometer;
    readonly Wired<Tachometer> _tachometer;
    readonly float[] _acceleration = new float[BurstSeconds * AccelerationRate];
    readonly float[] _voltage = new float[ConverterRate / 5]; // ten mains periods
    float _rpm, _temperature;

    public PiSensors(Action<string> note)
    {
        _accelerometer = new("accelerometer", OpenAccelerometer, note);
        _converter = new("converter", OpenConverter, note);
        _thermometer = new("thermometer", () => new Thermometer(), note);
        _tachometer = new("tachometer", () => new Tachometer(TachometerPin), note);
    }

    public string Description => "sensors: ADXL345 and MCP3008 on SPI0, DS18B20 on GPIO4, Hall switch on GPIO17";

    public bool TryRead(out SensorReading reading)
    {
        bool turns = _tachometer.TryUse(t => t.Start());
        bool moves = _accelerometer.TryUse(SampleAcceleration);
        if (!moves) Thread.Sleep(BurstSeconds * 1000); // the tachometer needs its two seconds
        turns = turns && _tachometer.TryUse(t => _rpm = t.Stop());
        float current = _converter.TryUse(c => SampleVoltage(c, channel: 0)) ? BurstFeatures.Rms(_voltage) * AmperesPerVolt : float.NaN;
        float envelope = _converter.TryUse(c => SampleVoltage(c, channel: 1)) ? EnvelopeLevel(BurstFeatures.Mean(_voltage)) : float.NaN;
        bool warms = _thermometer.TryUse(t => _temperature = t.Celsius());

        reading = new SensorReading(
            moves ? BurstFeatures.VelocityRms(_acceleration, AccelerationRate) : float.NaN,
            moves ? BurstFeatures.Kurtosis(_acceleration) : float.NaN,
            envelope,
            turns ? _rpm : float.NaN,
            warms ? _temperature : float.NaN,
            current);
        return true;
    }

    public void Dispose()
    {
        _tachometer.Dispose();
        _accelerometer.Dispose();
        _converter.Dispose();
        _thermometer.Dispose();
    }

    static Adxl345 OpenAccelerometer()
    {
        SpiDevice bus = SpiDevice.Create(
            new SpiConnectionSettings(0, 0) { ClockFrequency = Adxl345.SpiClockFrequency, Mode = Adxl345.SpiMode });
        try
        {
            var device = new Adxl345(bus, GravityRange.Range04);
            bus.Write([0x2C, 0x0F]); // BW_RATE: 3200 Hz; the binding leaves the chip at its default, 100 Hz
            return device;
        }
        catch
        {
            bus.Dispose(); // it is opened anew each hour, perhaps for years
            throw;
        }
    }

    static Mcp3008 OpenConverter() => new(SpiDevice.Create(new SpiConnectionSettings(0, 1) { ClockFrequency = 1_000_000 }));

    /// <summary>dB over 1 mg.</summary>
    static float EnvelopeLevel(float volts) => 20 * MathF.Log10(Math.Max(volts * 1000, 1));

    // Polled: Linux makes single samples late by some 50 µs, a twentieth of the period of the highest frequency that velocity counts.
    void SampleAcceleration(Adxl345 accelerometer)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < _acceleration.Length; i++)
        {
            WaitUntil(start, i, AccelerationRate);
            _acceleration[i] = accelerometer.Acceleration.Z; // radial, g
        }

        // SPI has no acknowledge: without a chip, and with one that lost its settings with its supply, the driver is content.
        if (!_acceleration.AsSpan().ContainsAnyExcept(_acceleration[0])) throw new IOException("all samples are the same");
    }

    void SampleVoltage(Mcp3008 converter, int channel)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < _voltage.Length; i++)
        {
            WaitUntil(start, i, ConverterRate);
            _voltage[i] = converter.Read(channel) * Reference / ConverterSteps;
        }
    }

    static void WaitUntil(long start, int sample, int rate)
    {
        long due = start + sample * Stopwatch.Frequency / rate;
        while (Stopwatch.GetTimestamp() < due) Thread.SpinWait(8);
    }
}
