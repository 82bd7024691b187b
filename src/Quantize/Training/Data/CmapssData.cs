using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>
/// C-MAPSS as the literature uses it: windows of 30 cycles over 14 sensors, the remaining life at each window's last cycle capped at 125.
/// Some of the training engines are held out to choose by; the test engines are never looked at here.
/// </summary>
static class CmapssData
{
    public const int Window = 30, Cap = 125;

    /// <summary>What tells the choice of held-out engines from other uses of a seed.</summary>
    const int SplitPurpose = 3;

    public static TrainingData Training(string folder, string subset, int window, double validation, int seed)
    {
        string path = CmapssFiles.Path(folder, "train", subset);
        var engines = CmapssFiles.Engines(path);
        var order = Enumerable.Range(0, engines.Count).ToArray();
        new SeededRandom(SeededRandom.Derive((ulong)seed, SplitPurpose)).Shuffle<int>(order);
        int count = validation == 0 ? 0 : Math.Clamp((int)Math.Round(validation * engines.Count), 1, engines.Count - 1);
        var heldOut = order[..count].ToHashSet();

        var learned = engines.Where((_, i) => !heldOut.Contains(i)).ToList();
        int features = CmapssFiles.Sensors.Length;
        var inputs = Enumerable.Range(0, features).Select(k => Normalisation.Of(learned.SelectMany(engine => engine.Cycles).Select(cycle => (double)cycle[k]))).ToArray();
        var target = Normalisation.Of(learned.SelectMany(engine => Enumerable.Range(0, engine.Cycles.Count).Select(cycle => Remaining(engine, cycle))));

        var samples = new List<float>();
        var starts = new List<int>();
        var targets = new List<float>();
        var groups = new List<string>();
        var (train, held) = (new List<int>(), new List<int>());
        for (int e = 0; e < engines.Count; e++)
        {
            int first = samples.Count / features;
            foreach (var cycle in engines[e].Cycles)
                for (int k = 0; k < features; k++)
                    samples.Add(inputs[k].Apply(cycle[k]));
            for (int start = 0; start + window <= engines[e].Cycles.Count; start++)
            {
                (heldOut.Contains(e) ? held : train).Add(starts.Count);
                starts.Add(first + start);
                groups.Add($"engine {engines[e].Unit}");
                targets.Add(target.Apply(Remaining(engines[e], start + window - 1)));
            }
        }

        if (train.Count == 0 || held.Count == 0 && count > 0)
            throw new ModelException(ErrorCatalogue.BadTrainingData, $"no engine of {window} cycles", $"windows of at most {engines.Max(engine => engine.Cycles.Count)}", "give a shorter --window", path);
        return new()
        {
            Task = TaskKind.Regression,
            Inputs = [.. CmapssFiles.Names.Select((name, k) => new Channel(name, "", (float)inputs[k].Mean, (float)inputs[k].Scale))],
            Outputs = [new("rul", "cycles", (float)target.Mean, (float)target.Scale)],
            Windows = new(window, features, 1, [.. samples], [.. starts], [.. targets]),
            Train = [.. train],
            Validation = [.. held],
            Hash = FileHash.Of([path]),
            Groups = groups,
            FirstLines = [$"{learned.Count} engines to learn from, {count} held out to choose by: {train.Count} and {held.Count} windows of {window} cycles over {features} sensors"],
        };
    }

    /// <summary>
    /// The last window of each test engine, [engines, window, sensors] in the sensors' own units, and the true remaining lives; engines
    /// with fewer cycles are left out and counted.
    /// </summary>
    public static (float[] Windows, double[] Lives, int LeftOut) Test(string folder, string subset, int window)
    {
        var engines = CmapssFiles.Engines(CmapssFiles.Path(folder, "test", subset));
        string path = CmapssFiles.Path(folder, "RUL", subset);
        var lives = CmapssFiles.RemainingLives(path);
        if (lives.Length != engines.Count)
            throw new ModelException(ErrorCatalogue.BadTrainingData, $"{lives.Length} remaining lives for {engines.Count} test engines", "one for each", "give the files of one subset", path);
        var enough = engines.Index().Where(engine => engine.Item.Cycles.Count >= window).ToList();
        return ([.. enough.SelectMany(engine => engine.Item.Cycles.TakeLast(window).SelectMany(cycle => cycle))], [.. enough.Select(engine => lives[engine.Index])], engines.Count - enough.Count);
    }

    static double Remaining(TurbofanEngine engine, int cycle) => Math.Min(Cap, engine.Cycles.Count - 1 - cycle);
}
