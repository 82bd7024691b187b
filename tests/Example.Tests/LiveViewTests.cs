using System.Text;
using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;
using PumpMonitor.Views;

namespace PumpMonitor.Tests;

public class LiveViewTests
{
    [Fact]
    public void A_frame_with_all_there_is_to_say_fits_its_rows_and_names_each_sensor()
    {
        var output = new MemoryStream();
        var view = new LiveView(output);
        var watch = new PumpWatch();
        view.Begin("a pump");
        for (int k = 0; k < 5; k++) view.Note($"note {k}");
        Assert.Contains("note 4", Encoding.UTF8.GetString(output.ToArray())); // before the first frame
        for (int hour = 0; hour < 3; hour++)
        {
            output.SetLength(0);
            var reading = new SensorReading(float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN);
            watch.Observe(in reading, 10);
            view.Show(in reading, watch, 10);
        }

        string frame = Encoding.UTF8.GetString(output.ToArray());
        Assert.InRange(frame.Count(c => c == '\n'), 20, LiveView.Rows - 1); // the cursor has the last row
        Assert.Contains("accelerometer missing, piezo missing, tachometer missing, thermometer missing, current clamp missing", frame);
        Assert.Contains("warming up: 290 h to go", frame);
        Assert.Contains("note 2", frame);
        Assert.Contains("note 4", frame);
        Assert.DoesNotContain("NaN", frame);
        Assert.Equal(8, frame.Split("sensor").Length - 1); // six channels, life and probability
    }
}
