using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;

namespace PumpMonitor.Views;

/// <summary>Shows a run while it goes on. <see cref="Show"/> allocates nothing.</summary>
public interface IMonitorView
{
    void Begin(string source);

    /// <param name="reading">The hour's reading.</param>
    /// <param name="watch">What the model and the alarms made of it.</param>
    /// <param name="hoursToFailure">The truth, which only a simulation knows; infinite for a healthy run, NaN for a real pump.</param>
    void Show(in SensorReading reading, PumpWatch watch, float hoursToFailure);

    /// <summary>Something to know that is no reading: a driver's words, a disk that is full.</summary>
    void Note(string text);

    void End();
}
