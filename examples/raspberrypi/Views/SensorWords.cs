using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;

namespace PumpMonitor.Views;

/// <summary>What is wrong with the sensors, in words. Allocates nothing.</summary>
public static class SensorWords
{
    /// <summary>As "accelerometer stuck, thermometer missing".</summary>
    public static TextScreen Write(TextScreen screen, PumpWatch watch)
    {
        bool isFirst = true;
        for (var sensor = Sensor.Accelerometer; sensor <= Sensor.CurrentClamp; sensor = (Sensor)((int)sensor << 1))
        {
            if ((watch.Out & sensor) == 0) continue;
            screen.Text(isFirst ? "" : ", ").Text(Name(sensor)).Text(" ").Text(Word(watch.FaultOf(sensor)));
            isFirst = false;
        }

        return screen;
    }

    static string Name(Sensor sensor) => sensor switch
    {
        Sensor.Accelerometer => "accelerometer",
        Sensor.Piezo => "piezo",
        Sensor.Tachometer => "tachometer",
        Sensor.Thermometer => "thermometer",
        _ => "current clamp",
    };

    static string Word(SensorFault fault) => fault switch
    {
        SensorFault.Missing => "missing",
        SensorFault.Stuck => "stuck",
        _ => "implausible",
    };
}
