using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

sealed partial class NetworkBuilder
{
    void Emit(int index, Affine input)
    {
        var stage = _list.Stages[index];
        var reads = Reads(index).Select(read => read.Base < 0 && read.Map.Same(input) ? (read.Base, Map: Unchanged) : read).ToList();
        int made = stage switch
        {
            RecurrentStage recurrent => Recurrent(recurrent.Layer, reads[0]),
            LinearStage linear => Dense(linear, Unchanged, reads[0], Activation.Identity),
            ConvStage conv => Conv(conv, Unchanged, reads[0], Activation.Identity),
            ActivationStage activation when Folds(activation) is LinearStage linear =>
                Dense(linear, Below(activation.Source).Map, reads[0], activation.Activation),
            ActivationStage activation when Folds(activation) is ConvStage conv =>
                Conv(conv, Below(activation.Source).Map, reads[0], activation.Activation),
            ActivationStage activation when activation.Activation == Activation.Identity && !ReferenceEquals(reads[0].Map, Unchanged) =>
                Read(reads[0], stage),
            ActivationStage { Activation: var function } => Add(
                new ActivationLayer { Name = stage.Name, Sources = [Read(reads[0], stage)], Activation = function, Width = Width(stage) }),
            LayerStage own => Add(
                own.Make([.. reads.Select(read => Read(read, own))], new(() => Width(own), values => Floats(values, own)))),
            AttentionPieceStage piece => throw piece.Refusal(_list.File),
            _ => throw _list.NoLayer(stage),
        };
        _layerOf[index] = made;
    }

    int Recurrent(RecurrentLayer layer, (int Base, Affine Map) read)
    {
        var (w, bias) = AbsorbBefore(layer.W, layer.Bias, read.Map, layer.Name);
        RequireFinite(layer, bias);
        return Add(layer with { Sources = [LayerOf(read.Base)], W = w, Bias = bias });
    }

    int Dense(LinearStage linear, Affine after, (int Base, Affine Map) read, Activation activation)
    {
        var (w, bias) = AbsorbBefore(linear.W, linear.Bias ?? new float[linear.Outputs], read.Map, linear.Name);
        (w, bias) = AbsorbAfter(w, bias, after, linear.Name);
        return Add(new DenseLayer { Name = linear.Name, Sources = [LayerOf(read.Base)], W = w, Bias = bias, Activation = activation });
    }

    int Conv(ConvStage conv, Affine after, (int Base, Affine Map) read, Activation activation)
    {
        var layer = conv.Layer;
        var (w, bias, source) = (layer.W, layer.Bias, read.Base);
        // Zeros around the window are zeros behind the map: a shift in front cannot go into the weights.
        bool padded = layer.PadBefore + layer.PadAfter > 0 && Array.Exists(read.Map.Shift, shift => shift != 0);
        int reads = padded ? Read(read, conv) : LayerOf(source);
        if (!padded)
            (w, bias) = AbsorbBefore(w, bias, Repeated(read.Map, layer.Kernel), conv.Name);
        (w, bias) = AbsorbAfter(w, bias, after, conv.Name);
        return Add(layer with { Sources = [reads], W = w, Bias = bias, Activation = activation });
    }

    /// <summary>The same map for every tap.</summary>
    Affine Repeated(Affine map, int times)
    {
        int width = Math.Max(map.Scale.Length, map.Shift.Length);
        if (width == 1)
            return map;
        _list.Charge(2L * width * times);
        return new([.. Enumerable.Range(0, width * times).Select(i => map.ScaleAt(i % width))],
            [.. Enumerable.Range(0, width * times).Select(i => map.ShiftAt(i % width))]);
    }

    int Add(Layer layer)
    {
        _layers.Add(layer);
        return _layers.Count - 1;
    }

    int LayerOf(int stage) => stage < 0 ? -1 : _layerOf[stage];

    /// <summary>The layer to read where the affine steps in between cannot go anywhere: they become one.</summary>
    int Read((int Base, Affine Map) read, Stage reader)
    {
        if (ReferenceEquals(read.Map, Unchanged))
            return LayerOf(read.Base);
        if (_affineOf.TryGetValue(read, out int known))
            return known;
        int width = _list.Width(read.Base) ?? throw Uncounted(reader);
        _list.Charge(2L * width);
        return _affineOf[read] = Add(new AffineLayer
        {
            Name = $"{(read.Base < 0 ? "input" : _list.Stages[read.Base].Name)} scaled",
            Sources = [LayerOf(read.Base)],
            Scale = Floats([.. Enumerable.Range(0, width).Select(read.Map.ScaleAt)], reader),
            Shift = Floats([.. Enumerable.Range(0, width).Select(read.Map.ShiftAt)], reader),
        });
    }

    int Width(Stage stage) => stage.Width ?? _list.Width(-1) ?? throw Uncounted(stage);

    /// <summary>W (s∘x + t) + b = (W diag s) x + (b + W t).</summary>
    (float[] W, float[] Bias) AbsorbBefore(float[] w, float[] bias, Affine map, string name)
    {
        if (ReferenceEquals(map, Unchanged))
            return (w, bias);
        _list.Charge(w.Length);
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
        return Finite(scaled, shifted, name);
    }

    /// <summary>s∘(W x + b) + t = (diag s W) x + (s∘b + t).</summary>
    (float[] W, float[] Bias) AbsorbAfter(float[] w, float[] bias, Affine map, string name)
    {
        if (ReferenceEquals(map, Unchanged))
            return (w, bias);
        _list.Charge(w.Length);
        int columns = w.Length / bias.Length;
        return Finite([.. w.Select((value, i) => (float)(value * map.ScaleAt(i / columns)))],
            [.. bias.Select((value, i) => (float)(value * map.ScaleAt(i) + map.ShiftAt(i)))], name);
    }

    float[] Floats(double[] values, Stage stage) => Finite([.. values.Select(value => (float)value)], [], stage.Name).W;

    (float[] W, float[] Bias) Finite(float[] w, float[] bias, string name) => Array.TrueForAll(w, float.IsFinite)
        && Array.TrueForAll(bias, float.IsFinite)
        ? (w, bias)
        : throw new ModelException(ErrorCatalogue.NotFinite, "weights that overflow with the scaling beside them", "finite float32 weights",
            "normalise the data with ordinary scales", _list.File, name);

    /// <summary>Each number of the file is finite, but two biases are added, and a float64 may be more than a float32 holds.</summary>
    void RequireFinite(RecurrentLayer layer, float[] bias)
    {
        float[][] peepholes = layer.Cell is LstmCell lstm ? [lstm.Pi ?? [], lstm.Pf ?? [], lstm.Po ?? []] : [];
        float[][] all = [bias, layer.W, layer.U, layer.InitialH, layer.InitialC, .. peepholes];
        if (!all.All(part => Array.TrueForAll(part, float.IsFinite)))
        {
            throw new ModelException(ErrorCatalogue.NotFinite,
                "a weight, or the sum of a unit's two biases, that is more than a float32 holds", "finite float32 weights",
                "train again or export another checkpoint: this one diverged", _list.File, layer.Name);
        }
    }

    ModelException Uncounted(Stage stage) => new(ErrorCatalogue.BadShape, "a graph input whose features are not counted",
        "a fixed last size", "export the model with that axis fixed", _list.File, stage.Name);
}
