using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import;

/// <summary>
/// Stages to layers. An affine stage disappears into the layer that reads it (its columns), into the dense layer below its activation (its
/// rows), or into a channel at either end; an activation into the dense layer below it. What has no such neighbour becomes a dense
/// layer of its own with a diagonal matrix, which computes the same.
/// </summary>
sealed class NetworkBuilder
{
    static readonly Affine Nothing = new([1], [0]);

    readonly ImportContext context;

    /// <summary>Per stage: the stage below all affine ones, and what those do together.</summary>
    readonly List<(int Base, Affine Map)> resolved = [];

    readonly Dictionary<int, int> layerOf = [];
    readonly List<Layer> layers = [];

    NetworkBuilder(ImportContext context) => this.context = context;

    /// <summary>Layers; the heads' layers and the maps behind them; and the map in front of all that read the graph's input.</summary>
    public static (List<Layer> Layers, List<(int Layer, Affine Map)> Heads, Affine Input) Build(ImportContext context, IReadOnlyList<int> heads)
    {
        var builder = new NetworkBuilder(context);
        for (int i = 0; i < context.Stages.Count; i++)
            builder.Resolve(i);

        var ends = heads.Select(builder.End).ToList();
        var needed = builder.Needed(ends.Select(end => end.Base));
        var input = builder.InputMap(needed);
        for (int i = 0; i < context.Stages.Count; i++)
            if (needed[i])
                builder.Emit(i, input);
        return (builder.layers, [.. ends.Select(end => (builder.layerOf[end.Base], end.Map))], input);
    }

    void Resolve(int stage)
    {
        if (context.Stages[stage] is not AffineStage affine)
        {
            resolved.Add((stage, Nothing));
            return;
        }
        var (below, map) = Below(affine.Source);
        context.Charge(2L * Math.Max(map.Scale.Length, affine.Map.Scale.Length));
        resolved.Add((below, map.Then(affine.Map)));
    }

    (int Base, Affine Map) Below(int stage) => stage < 0 ? (stage, Nothing) : resolved[stage];

    /// <summary>A head whose affine end no channel can say, or that is the graph's input itself, gets a layer of its own.</summary>
    (int Base, Affine Map) End(int head)
    {
        var (below, map) = Below(head);
        if (below >= 0 && map.FitsChannel())
            return (below, map);
        int own = context.Add(new ActivationStage(head < 0 ? "output" : context.Stages[head].Name, head, context.OwnWidth(head), Activation.Identity));
        Resolve(own);
        return (own, Nothing);
    }

    /// <summary>Which stages become layers, found from the heads down: sources have lower indices.</summary>
    bool[] Needed(IEnumerable<int> ends)
    {
        var needed = new bool[context.Stages.Count];
        foreach (int end in ends)
            needed[end] = true;
        for (int i = needed.Length - 1; i >= 0; i--)
            if (needed[i] && Source(i).Base is >= 0 and var source)
                needed[source] = true;
        return needed;
    }

    /// <summary>What a layer made of this stage reads. An activation over a linear stage reads through it.</summary>
    (int Base, Affine Map) Source(int stage)
    {
        var below = Below(context.Stages[stage].Source);
        return context.Stages[stage] is ActivationStage && below.Base >= 0 && context.Stages[below.Base] is LinearStage linear
            ? Below(linear.Source)
            : below;
    }

    /// <summary>The map between the graph's input and its readers where it is the same for all and a channel can say it.</summary>
    Affine InputMap(bool[] needed)
    {
        var maps = Enumerable.Range(0, needed.Length).Where(i => needed[i]).Select(Source).Where(source => source.Base < 0).Select(source => source.Map).ToList();
        return maps.Count > 0 && maps[0].FitsChannel() && maps.TrueForAll(maps[0].Same) ? maps[0] : Nothing;
    }

    void Emit(int index, Affine input)
    {
        var stage = context.Stages[index];
        var (source, map) = Source(index);
        int reads = source < 0 ? -1 : layerOf[source];
        if (source < 0 && map.Same(input))
            map = Nothing;

        layerOf[index] = layers.Count;
        switch (stage)
        {
            case LstmStage lstm:
                var (w, bias) = AbsorbBefore(lstm.W, lstm.Bias, map, stage);
                layers.Add(new RecurrentLayer { Name = lstm.Name, Sources = [reads], Cell = new LstmCell(), W = w, U = lstm.U, Bias = bias, InitialH = lstm.InitialH, InitialC = lstm.InitialC });
                break;
            case LinearStage linear:
                AddDense(linear, linear, Nothing, map, reads, Activation.Identity);
                break;
            case ActivationStage activation when Below(stage.Source) is { Base: >= 0 } below && context.Stages[below.Base] is LinearStage linear:
                AddDense(stage, linear, below.Map, map, reads, activation.Activation);
                break;
            case ActivationStage activation:
                AddDense(stage, Diagonal(stage), Nothing, map, reads, activation.Activation);
                break;
        }
    }

    void AddDense(Stage named, LinearStage linear, Affine after, Affine before, int reads, Activation activation)
    {
        var (w, bias) = AbsorbBefore(linear.W, linear.Bias ?? new float[linear.Outputs], before, named);
        (w, bias) = AbsorbAfter(w, bias, after, named);
        layers.Add(new DenseLayer { Name = linear.Name, Sources = [reads], W = w, Bias = bias, Activation = activation });
    }

    LinearStage Diagonal(Stage stage)
    {
        int width = context.Width(stage.Source) ?? throw new ModelException(ErrorCatalogue.BadShape, "a graph input whose features are not counted",
            "a fixed last size", "export the model with that axis fixed", context.File, stage.Name);
        context.Charge((long)width * width);
        var ones = new float[width * width];
        for (int i = 0; i < width; i++)
            ones[i * width + i] = 1;
        return new(stage.Name, stage.Source, ones, new float[width], width);
    }

    /// <summary>W (s∘x + t) + b = (W diag s) x + (b + W t).</summary>
    (float[] W, float[] Bias) AbsorbBefore(float[] w, float[] bias, Affine map, Stage stage)
    {
        if (ReferenceEquals(map, Nothing))
            return (w, bias);
        context.Charge(w.Length);
        int rows = bias.Length, columns = w.Length / rows;
        var (scaled, shifted) = (new float[w.Length], new float[rows]);
        for (int row = 0; row < rows; row++)
        {
            double sum = bias[row];
            for (int column = 0; column < columns; column++)
            {
                scaled[row * columns + column] = (float)(w[row * columns + column] * map.ScaleAt(column));
                sum += w[row * columns + column] * map.ShiftAt(column);
            }
            shifted[row] = (float)sum;
        }
        return Finite(scaled, shifted, stage);
    }

    /// <summary>s∘(W x + b) + t = (diag s W) x + (s∘b + t).</summary>
    (float[] W, float[] Bias) AbsorbAfter(float[] w, float[] bias, Affine map, Stage stage)
    {
        if (ReferenceEquals(map, Nothing))
            return (w, bias);
        context.Charge(w.Length);
        int columns = w.Length / bias.Length;
        return Finite([.. w.Select((value, i) => (float)(value * map.ScaleAt(i / columns)))],
            [.. bias.Select((value, i) => (float)(value * map.ScaleAt(i) + map.ShiftAt(i)))], stage);
    }

    (float[] W, float[] Bias) Finite(float[] w, float[] bias, Stage stage) => Array.TrueForAll(w, float.IsFinite) && Array.TrueForAll(bias, float.IsFinite)
        ? (w, bias)
        : throw new ModelException(ErrorCatalogue.NotFinite, "weights that overflow with the scaling beside them", "finite float32 weights",
            "normalise the data with ordinary scales", context.File, stage.Name);
}
