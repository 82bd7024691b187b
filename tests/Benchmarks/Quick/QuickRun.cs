using System.Globalization;
using EdgeLstm.Benchmarks.Product;

namespace EdgeLstm.Benchmarks.Quick;

/// <summary>The quick mode: all times and ratios from one run of a few minutes, as a page and a chart.</summary>
static class QuickRun
{
    /// <summary><c>[--rounds N] [--output FOLDER]</c>: without a folder the files go to their places in the repository.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        int rounds = 40;
        string page = Path.Combine(Repository.Root, "tests", "Benchmarks", "Results", $"{FileName(Machine.Cpu)}.md");
        string chart = Path.Combine(Repository.Root, "docs", "performance.svg");
        for (int k = 0; k < arguments.Length; k += 2)
        {
            string value = k + 1 < arguments.Length ? arguments[k + 1] : "";
            if (arguments[k] == "--rounds" && int.TryParse(value, CultureInfo.InvariantCulture, out rounds) && rounds > 0)
                continue;
            if (arguments[k] != "--output" || value.Length == 0)
            {
                Console.Error.WriteLine($"found '{string.Join(' ', arguments[k..].ToArray())}', expected: quick [--rounds N] [--output FOLDER]");
                return 1;
            }

            (page, chart) = (Path.Combine(value, Path.GetFileName(page)), Path.Combine(value, "performance.svg"));
        }

        if (PeerProgram.Instance is null)
            Console.Error.WriteLine($"The peer program is left out: {PeerProgram.Variable} does not name one (tests/Benchmarks/README.md).");
        var sizes = new StepMeasurement().Run(rounds);
        var products = ProductMeasurement.Run(rounds);
        string text = ResultsPage.Write(sizes, products, rounds);
        Console.WriteLine(text);
        Save(page, text);
        Save(chart, new Chart(sizes).Write());
        return 0;
    }

    static void Save(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, text);
        Console.Error.WriteLine($"wrote {path}");
    }

    /// <summary>Letters and digits in lower case, joined by hyphens.</summary>
    static string FileName(string name) =>
        string.Join('-', new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
