namespace PumpMonitor.Views;

/// <summary>The last hours of one sensor as a row of eight heights, between fixed limits so that a rise looks like a rise.</summary>
public sealed class Sparkline(float low, float high, int width)
{
    const string Heights = "▁▂▃▄▅▆▇█";

    readonly float[] _values = new float[width];
    int _count;

    public void Add(float value) => _values[_count++ % _values.Length] = value;

    public void Draw(TextScreen screen)
    {
        int shown = Math.Min(_count, _values.Length);
        for (int i = 0; i < shown; i++)
        {
            float share = (_values[(_count - shown + i) % _values.Length] - low) / (high - low);
            if (float.IsNaN(share)) screen.Text(" "); // a sensor that was out
            else screen.Text(Heights.AsSpan((int)(Math.Clamp(share, 0, 0.999f) * Heights.Length), 1));
        }
    }
}
