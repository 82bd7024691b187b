using System.Globalization;
using System.Text;

namespace EdgeLstm.Tool.Tests.Library;

/// <summary>Pumps that wear out: vibration rises towards the end of each life.</summary>
static class Pumps
{
    public const int Hours = 40;

    /// <summary>Columns pump, hour, vibration [mm/s], load, rul [h].</summary>
    public static string Table(int pumps, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("pump,hour,vibration [mm/s],load,rul [h]\n");
        for (int pump = 0; pump < pumps; pump++)
            for (int hour = 0; hour < Hours; hour++)
                text.Append(CultureInfo.InvariantCulture,
                    $"{pump},{hour},{1 + 4.0 * hour / Hours + 0.2 * random.NextDouble():F3},{random.NextDouble():F3},{Hours - hour}\n");
        return text.ToString();
    }
}
