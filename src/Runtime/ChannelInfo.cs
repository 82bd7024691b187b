using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace EdgeLstm;

/// <summary>An input or an output of a model: its name, its unit, and the values that the model can tell apart.</summary>
/// <param name="name">As the trained model or its schema has it.</param>
/// <param name="unit">For people; empty where none is known.</param>
/// <param name="min">See <see cref="Min"/>.</param>
/// <param name="max">See <see cref="Max"/>.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] // JSON has no infinity, and Min and Max are ones
public readonly struct ChannelInfo(string name, string unit, float min, float max)
{
    /// <summary>As the trained model or its schema has it.</summary>
    public string Name => name;

    /// <summary>For people; empty where none is known.</summary>
    public string Unit => unit;

    /// <summary>Of an input, the least value that is not cut off, in the channel's unit; −∞ where none is, and of outputs.</summary>
    public float Min => min;

    /// <summary>Of an input, the greatest value that is not cut off; ∞ where none is, and of outputs.</summary>
    public float Max => max;

    /// <summary><c>vibration [mm/s]</c>.</summary>
    public override string ToString() => unit.Length == 0 ? name : $"{name} [{unit}]";

    /// <summary>Values with their names and units: <c>vibration = 1.5 mm/s, temperature = 40 °C</c>. Allocates.</summary>
    /// <param name="channels">[n].</param>
    /// <param name="values">[n], in the channels' units.</param>
    /// <exception cref="ArgumentException">There are fewer values than channels.</exception>
    public static string Describe(ReadOnlySpan<ChannelInfo> channels, ReadOnlySpan<float> values)
    {
        Throw.IfShorter(values.Length, channels.Length, nameof(values));
        var text = new StringBuilder();
        for (int k = 0; k < channels.Length; k++)
        {
            text.Append(k == 0 ? "" : ", ").Append(channels[k].Name).Append(" = ").Append(values[k].ToString(CultureInfo.InvariantCulture));
            if (channels[k].Unit.Length != 0)
                text.Append(' ').Append(channels[k].Unit);
        }

        return text.ToString();
    }
}
