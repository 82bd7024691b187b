using System.Runtime.ExceptionServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;

namespace EdgeLstm.Quantize.Search;

/// <summary>
/// Makes and measures models. First all layers alike: every form of rows; low ranks, and shares of columns left out, with int8 rows; and
/// those together that are each inside the budget alone, since together they lose more than either. Then, from the best of them, layer by
/// layer and gate by gate, fewer bits and lower ranks as long as the budget lasts. Each model is a step of its own, on all cores; the order
/// of the result is that of the lists.
/// </summary>
/// <param name="quantizer">Calibrated on what trials are.</param>
/// <param name="done">Told what share of the work is done.</param>
sealed class TrialSearch(SearchTask task, Quantizer quantizer, Action<double> done)
{
    /// <summary>Models made while single layers and gates are changed.</summary>
    const int MaxRefined = 120;

    /// <summary>Around the rank that the tool takes by itself.</summary>
    static readonly double[] RankFactors = [0.5, 0.75, 1.5];

    static readonly double[] Sparsities = [LayerCompression.AutoSparsity, 0.125, 0.25, 0.5];

    /// <summary>That of <c>quantize</c>.</summary>
    public const Scheme DefaultScheme = Scheme.Int8x16;

    static readonly Scheme[] Schemes = [Scheme.Int8, DefaultScheme];

    /// <summary>From more bytes to less.</summary>
    static readonly RowForm[] Smaller = [RowForm.Int8, RowForm.Int4, RowForm.Five, RowForm.Three];

    readonly List<Trial> _trials = [];
    readonly RecurrentLayer[] _lstms = [.. task.Network.Layers.OfType<RecurrentLayer>()
        .Where(layer => layer.Cell is LstmCell { IsPlain: true })];
    ModelException? _refused;
    int _finished, _planned;

    public List<Trial> Run()
    {
        if (_lstms.Length == 0)
        {
            Try([.. Schemes.Select(scheme => (scheme, Compression.None))]);
        }
        else
        {
            Alike();
            Refine();
        }

        done(1);
        return _trials.Count > 0 ? _trials : throw _refused!;
    }

    void Alike()
    {
        Try([.. from scheme in Schemes from form in Forms select (scheme, form)]);
        Try([.. from scheme in Schemes from thin in Sparsities.Select(share => Compression.None.All with { Sparsity = share })
            .Prepend(Compression.None.All with { Rank = LayerCompression.AutoRank })
                select (scheme, new Compression(thin))]);
        var ranks = _trials.Where(trial => trial.Compression.All.Rank != 0)
            .ToDictionary(trial => trial.Scheme, trial => trial.Model.Layers.OfType<ArtifactCompressedLstm>().Max(layer => layer.Rank));
        Try([.. from scheme in Schemes from factor in RankFactors
                let rank = Rounded(factor * ranks.GetValueOrDefault(scheme, _lstms.Min(LowRankPass.MaxRank)))
                where rank > 0 && rank != ranks.GetValueOrDefault(scheme)
                    select (scheme, new Compression(Compression.None.All with { Rank = rank }))]);
        Try([.. from thin in _trials.Where(trial => trial.IsThin && trial.IsInside).ToArray()
                from form in _trials.Where(trial => !trial.IsThin && trial.IsInside && trial.Scheme == thin.Scheme
                    && !trial.Compression.IsNone).ToArray()
                select (thin.Scheme, new Compression(form.Compression.All with { Rank = thin.Compression.All.Rank,
                    Sparsity = thin.Compression.All.Sparsity }))]);
    }

    /// <summary>
    /// Of all single changes to the best model, the one that spares most for the error that it adds is made, as long as one is inside the
    /// budget. What is spared is bytes, or where the fastest is wanted, work.
    /// </summary>
    void Refine()
    {
        var best = Pareto.Choose(_trials, task.Fastest);
        for (int made = 0; best is not null && made < MaxRefined;)
        {
            var changes = _lstms.SelectMany(layer => Changes(best.Compression, layer)).Take(MaxRefined - made)
                .Select(change => (best.Scheme, change)).ToList();
            made += changes.Count;
            int before = _trials.Count;
            Try(changes);
            best = _trials.Skip(before).Where(trial => trial.IsInside && task.Cost(trial) < task.Cost(best)).OrderBy(trial =>
                Math.Max(0, trial.Standing.Spent - best.Standing.Spent) / (task.Cost(best) - task.Cost(trial))).ThenBy(task.Cost)
                .FirstOrDefault();
        }
    }

    /// <summary>
    /// One gate of a layer in the next smaller form, the layer at three quarters of its rank, or with another eighth of its columns left
    /// out.
    /// </summary>
    IEnumerable<Compression> Changes(Compression compression, RecurrentLayer layer)
    {
        var own = compression.Of(layer.Name);
        if (_lstms.Length == 1)
            compression = Compression.None; // all that there is, is said of the layer
        for (int gate = 0; gate < own.Forms.Count && !task.Fastest; gate++) // fewer bits are no less work
            if (own.Forms[gate].Form != RowForm.Three)
                yield return compression.With(layer.Name, own.With(gate, new(Smaller[Array.IndexOf(Smaller, own.Forms[gate].Form) + 1])));
        if (own.Rank > 4)
            yield return compression.With(layer.Name, own with { Rank = Math.Max(4, Rounded(0.75 * own.Rank)) });
        if (own is { Rank: 0, Sparsity: >= 0 and < 0.75 })
            yield return compression.With(layer.Name, own with { Sparsity = own.Sparsity + 0.125 });
    }

    static IEnumerable<Compression> Forms =>
        from candidate in (RowForm[])[RowForm.Int8, RowForm.Int4]
        from gates in Smaller
        select new Compression(new CompressedForm(gates), new(candidate));

    static int Rounded(double rank) => (int)Math.Min(rank / 4, ArtifactCompressedLstm.MaxRank / 4) * 4;

    void Try(IReadOnlyList<(Scheme Scheme, Compression Compression)> wanted)
    {
        _planned += wanted.Count;
        var made = new Trial?[wanted.Count];
        try
        {
            Parallel.For(0, wanted.Count, new ParallelOptions
            {
                CancellationToken = task.Cancel,
                MaxDegreeOfParallelism = Environment.ProcessorCount
            }, k => made[k] = Make(wanted[k].Scheme, wanted[k].Compression));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        foreach (var trial in made.OfType<Trial>())
            if (!_trials.Any(other => other.Model.Sha256 == trial.Model.Sha256)) // a rank that no layer takes leaves the model as it was
                _trials.Add(trial);
    }

    /// <summary>
    /// Null where the model cannot be made so: a rank that saves nothing in one of its layers, or sums that could overflow.
    /// </summary>
    Trial? Make(Scheme scheme, Compression compression)
    {
        try
        {
            var (model, _) = quantizer.Run(scheme, compression, task.ToolVersion, []);
            return new(scheme, Explicit(compression, model), model, task.Judge(model));
        }
        catch (ModelException e)
        {
            _refused = e;
            return null;
        }
        finally
        {
            // How many there will be is known as they are made: a part of what is planned now, and never all of it.
            done(Math.Min(0.99, Interlocked.Increment(ref _finished) / (double)(_planned + MaxRefined / 2)));
        }
    }

    /// <summary>
    /// Numbers in the place of auto: what was measured is then what is made again from more data, and what single changes start from.
    /// </summary>
    static Compression Explicit(Compression compression, ModelArtifact model)
    {
        var own = model.Layers.OfType<ArtifactLstm>().Select(layer => (layer.Name, Is: Explicit(compression.Of(layer.Name), layer)))
            .ToArray();
        return own.Length > 0 && own.All(layer => layer.Is == own[0].Is) && compression.Own.Count == 0 ? new(own[0].Is)
            : own.Where(layer => layer.Is != compression.Of(layer.Name))
                .Aggregate(compression, (sum, layer) => sum.With(layer.Name, layer.Is));
    }

    static LayerCompression Explicit(LayerCompression own, ArtifactLstm layer)
    {
        var compressed = layer as ArtifactCompressedLstm;
        if (own.Rank == LayerCompression.AutoRank)
            own = own with { Rank = compressed?.Rank ?? 0 };
        if (own.Sparsity == LayerCompression.AutoSparsity)
            own = own with
            {
                Sparsity = compressed is { Columns: > 0 and var columns }
                    ? Math.Round(1 - (double)columns / (layer.Inputs + layer.Outputs), 4) : 0,
            };
        return own;
    }
}
