using System.Runtime.ExceptionServices;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Quantize.Commands;

/// <summary>
/// Makes and measures models: every form of rows at the rank as trained, low ranks with int8 rows, and then those low ranks and forms together that are each inside the budget
/// alone, since together they lose more than either. Each is a step of its own, on all cores; the order of the result is that of the lists.
/// </summary>
sealed class CompressionSearch(Quantizer quantizer, Network network, IReadOnlyList<Yardstick> choice, Limits limits, string toolVersion, CancellationToken cancel, Action<double> done)
{
    /// <summary>Around the rank that the tool takes by itself.</summary>
    static readonly double[] RankFactors = [0.5, 0.75, 1.5];

    static readonly Scheme[] Schemes = [Scheme.Int8, Scheme.Int8x16];

    readonly List<Trial> trials = [];
    ModelException? refused;
    int finished;

    /// <summary>Trials at most: forms, ranks, both.</summary>
    public static int Most => Schemes.Length * (6 + 1 + RankFactors.Length + 5 * (1 + RankFactors.Length));

    public List<Trial> Run()
    {
        RecurrentLayer[] lstms = [.. network.Layers.OfType<RecurrentLayer>().Where(layer => layer.Cell is LstmCell { IsPlain: true })];
        if (lstms.Length == 0)
        {
            Try([.. Schemes.Select(scheme => (scheme, Compression.None))]);
        }
        else
        {
            Try([.. from scheme in Schemes from form in Forms select (scheme, form)]);
            Try([.. Schemes.Select(scheme => (scheme, Compression.None with { Rank = Compression.AutoRank }))]);
            var ranks = trials.Where(trial => trial.HasRank).ToDictionary(trial => trial.Scheme, trial => trial.Model.Layers.OfType<ArtifactCompressedLstm>().Max(layer => layer.Rank));
            Try([.. from scheme in Schemes from factor in RankFactors
                    let rank = Rounded(factor * ranks.GetValueOrDefault(scheme, lstms.Min(Most4)))
                    where rank > 0 && rank != ranks.GetValueOrDefault(scheme) select (scheme, Compression.None with { Rank = rank })]);
            Try([.. from low in trials.Where(trial => trial.HasRank && trial.IsInside).ToArray()
                    from form in trials.Where(trial => !trial.HasRank && trial.IsInside && trial.Scheme == low.Scheme && trial.Compression != Compression.None).ToArray()
                    select (low.Scheme, form.Compression with { Rank = low.Compression.Rank })]);
        }

        return trials.Count > 0 ? trials : throw refused!;
    }

    static IEnumerable<Compression> Forms =>
        from candidate in (RowForm[])[RowForm.Int8, RowForm.Int4]
        from gates in (RowForm[])[RowForm.Int8, RowForm.Five, RowForm.Three]
        select new Compression(new(gates), new(candidate));

    /// <summary>The greatest rank that saves anything.</summary>
    static int Most4(RecurrentLayer layer) => (int)((layer.MultiplyAccumulates - 1) / (layer.Inputs + 5L * layer.Units));

    static int Rounded(double rank) => (int)Math.Min(rank / 4, ArtifactCompressedLstm.MostRank / 4) * 4;

    void Try(IReadOnlyList<(Scheme Scheme, Compression Compression)> wanted)
    {
        var made = new Trial?[wanted.Count];
        try
        {
            Parallel.For(0, wanted.Count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, k => made[k] = Make(wanted[k].Scheme, wanted[k].Compression));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        foreach (var trial in made.OfType<Trial>())
            if (!trials.Any(other => other.Model.Sha256 == trial.Model.Sha256)) // a rank that no layer takes leaves the model as it was
                trials.Add(trial);
    }

    /// <summary>Null where the model cannot be made so: a rank that saves nothing in one of its layers, or sums that could overflow.</summary>
    Trial? Make(Scheme scheme, Compression compression)
    {
        try
        {
            var (model, _) = quantizer.Run(scheme, compression, toolVersion, []);
            var (error, ofLimit) = choice.Select(samples => limits.Worst(samples.Rmse(samples.Float, samples.Run(model)))).MaxBy(worst => worst.OfLimit);
            return new(scheme, Explicit(compression, model), model, error, ofLimit);
        }
        catch (ModelException e)
        {
            refused = e;
            return null;
        }
        finally
        {
            done(Interlocked.Increment(ref finished));
        }
    }

    /// <summary>A number in the place of auto, where all layers have the same: what was measured is then what is made again from more data.</summary>
    static Compression Explicit(Compression compression, ModelArtifact model)
    {
        int[] ranks = [.. model.Layers.OfType<ArtifactLstm>().Select(layer => layer is ArtifactCompressedLstm { Rank: var rank } ? rank : 0).Distinct()];
        return compression.Rank == Compression.AutoRank && ranks is [> 0] ? compression with { Rank = ranks[0] } : compression;
    }
}
