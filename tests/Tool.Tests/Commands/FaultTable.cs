using System.Globalization;
using System.Text;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Tables of machines with a label in each row, which a sensor shows.</summary>
static class FaultTable
{
    /// <summary>
    /// Columns machine, heat, load, label; <paramref name="label"/> says what stands in a row, and <paramref name="isHot"/> whether the
    /// sensor shows it.
    /// </summary>
    public static string Of(int machines, int rows, Func<int, int, string> label, Func<int, int, bool>? isHot = null, string firstMachine = "m")
    {
        var random = new Random(3);
        var text = new StringBuilder("machine,heat,load,label\n");
        for (int m = 0; m < machines; m++)
            for (int row = 0; row < rows; row++)
                text.Append(CultureInfo.InvariantCulture, $"{firstMachine}{m},{(isHot?.Invoke(m, row) == true ? 9 : 1) + random.NextDouble():F3},{random.NextDouble():F3},{label(m, row)}\n");
        return text.ToString();
    }

    /// <summary>The last fifth of each machine's rows.</summary>
    public static bool AtTheEnd(int row, int rows) => row >= rows * 4 / 5;
}
