using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>
/// Stages to layers. An affine stage disappears into the layer that reads it (its columns), into the layer below its activation (its
/// rows), or into a channel at either end; an activation into the dense layer or convolution below it. What has no such neighbour becomes a
/// layer of its own.
/// </summary>
sealed partial class NetworkBuilder
{
    static readonly Affine Unchanged = new([1], [0]);

    readonly StageList _list;

    /// <summary>Per stage: the stage below all affine ones, and what those do together.</summary>
    readonly List<(int Base, Affine Map)> _resolved = [];

    readonly Dictionary<int, int> _layerOf = [];
    readonly Dictionary<(int Base, Affine Map), int> _affineOf = [];
    readonly List<Layer> _layers = [];

    NetworkBuilder(StageList list) => _list = list;

    /// <summary>Layers; the heads' layers and the maps behind them; and the map in front of all that read the graph's input.</summary>
    public static (List<Layer> Layers, List<(int Layer, Affine Map)> Heads, Affine Input) Build(StageList list, IReadOnlyList<int> heads)
    {
        var builder = new NetworkBuilder(list);
        for (int i = 0; i < list.Stages.Count; i++)
            builder.Resolve(i);

        var ends = heads.Select(builder.End).ToList();
        var needed = builder.Needed(ends.Select(end => end.Base));
        var input = builder.InputMap(needed);
        for (int i = 0; i < list.Stages.Count; i++)
            if (needed[i])
                builder.Emit(i, input);
        var (layers, places) = LastSteps.Dissolve(builder._layers);
        return (layers, [.. ends.Select(end => (places[builder._layerOf[end.Base]], end.Map))], input);
    }

    void Resolve(int stage)
    {
        switch (_list.Stages[stage])
        {
            case AffineStage affine:
                var (below, map) = Below(affine.Source);
                _list.Charge(2L * Math.Max(map.Scale.Length, affine.Map.Scale.Length));
                _resolved.Add((below, map.Then(affine.Map)));
                break;
            case var other:
                _resolved.Add((stage, Passing(other)));
                break;
        }
    }

    (int Base, Affine Map) Below(int stage) => stage < 0 ? (stage, Unchanged) : _resolved[stage];

    /// <summary>What a stage that only moves values, or takes means or maxima of them, lets through of the affine steps below it.</summary>
    Affine Passing(Stage stage) => !Passes(stage) ? Unchanged : stage is JoinStage join ? Joined(join) : Below(stage.Source).Map;

    bool Passes(Stage stage) => stage switch
    {
        PickStage or RepeatStage or JoinStage => true,
        PoolStage { Layer.Kind: PoolKind.Average } pool => !pool.Layer.CountsPadding || pool.Layer.PadBefore + pool.Layer.PadAfter == 0,
        PoolStage pool => Array.TrueForAll(Below(pool.Source).Map.Scale, scale => scale > 0),
        _ => false,
    };

    Affine Joined(JoinStage join)
    {
        var maps = join.Sources.Select(source => Below(source).Map).ToList();
        if (maps.TrueForAll(map => ReferenceEquals(map, Unchanged)))
            return Unchanged;
        _list.Charge(2L * join.Width!.Value);
        return new([.. maps.SelectMany((map, k) => Enumerable.Range(0, join.Widths[k]).Select(map.ScaleAt))],
            [.. maps.SelectMany((map, k) => Enumerable.Range(0, join.Widths[k]).Select(map.ShiftAt))]);
    }

    /// <summary>A head whose affine end no channel can say, or that is the graph's input itself, gets a layer of its own.</summary>
    (int Base, Affine Map) End(int head)
    {
        var (below, map) = Below(head);
        if (below >= 0 && map.FitsChannel())
            return (below, map);
        int own = _list.Add(new ActivationStage(head < 0 ? "output" : _list.Stages[head].Name, head, _list.OwnWidth(head),
            Activation.Identity));
        Resolve(own);
        return (own, Unchanged);
    }

    /// <summary>Which stages become layers, found from the heads down: sources have lower indices.</summary>
    bool[] Needed(IEnumerable<int> ends)
    {
        var needed = new bool[_list.Stages.Count];
        foreach (int end in ends)
            needed[end] = true;
        for (int i = needed.Length - 1; i >= 0; i--)
            if (needed[i])
                foreach (var (source, _) in Reads(i).Where(read => read.Base >= 0))
                    needed[source] = true;
        return needed;
    }

    /// <summary>What a layer made of this stage reads. An activation over a dense layer or convolution reads through it.</summary>
    IEnumerable<(int Base, Affine Map)> Reads(int stage) =>
        _list.Stages[stage] is ActivationStage activation && Folds(activation) is { } below ? [Below(below.Source)]
            : _list.Stages[stage].Sources.Select(Below).Select(read => Passes(_list.Stages[stage]) ? (read.Base, Unchanged) : read);

    /// <summary>The stage that an activation becomes part of, or null.</summary>
    Stage? Folds(ActivationStage activation) =>
        Below(activation.Source).Base is >= 0 and var below && _list.Stages[below] is LinearStage or ConvStage
            ? _list.Stages[Below(activation.Source).Base] : null;

    /// <summary>The map between the graph's input and its readers where it is the same for all and a channel can say it.</summary>
    Affine InputMap(bool[] needed)
    {
        var maps = Enumerable.Range(0, needed.Length).Where(i => needed[i]).SelectMany(Reads)
            .Where(source => source.Base < 0).Select(source => source.Map).ToList();
        return maps.Count > 0 && maps[0].FitsChannel() && maps.TrueForAll(maps[0].Same) ? maps[0] : Unchanged;
    }
}
