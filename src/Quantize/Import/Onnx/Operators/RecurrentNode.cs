using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Stages;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>What ONNX's RNN, GRU and LSTM have in common: inputs X, W, R, B, sequence_lens, initial states; directions, layout, and outputs.</summary>
sealed class RecurrentNode
{
    readonly OnnxNode _node;
    readonly ComputedValue _x;
    readonly Constant _w, _r;
    readonly bool _batchFirst, _lengths;

    public RecurrentNode(OnnxNode node, int gates, int functions)
    {
        _node = node;
        Gates = gates;
        _x = node.ComputedInput(0, "X");
        (_w, _r) = (node.ConstantInput(1, "W"), node.ConstantInput(2, "R"));
        Directions = node.Text("direction", "forward") switch
        {
            "forward" => [Direction.Forward],
            "reverse" => [Direction.Reverse],
            "bidirectional" => [Direction.Forward, Direction.Reverse],
            var other => throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"{node.OpType} with direction = '{other.Short()}'",
                "'forward', 'reverse' or 'bidirectional'", "export the model again"),
        };
        if (node.Int("layout", 0) is not (0 or 1) and var layout)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"{node.OpType} with layout = {layout}", "0 or 1", "export the model again");
        _batchFirst = node.Int("layout", 0) == 1;
        _lengths = Lengths();
        HiddenSize = UnitsOf(_r);
        int inputs = _w.Rank == 3 ? (int)_w.Dims[2].Size : 0;
        RequireShape(_w, "W", Directions.Length, (long)gates * HiddenSize, inputs);
        RequireShape(_r, "R", Directions.Length, (long)gates * HiddenSize, HiddenSize);
        if (_x.Rank != 3)
            throw node.Refusal(ErrorCatalogue.BadShape, $"an input of shape {_x.Describe()}", "rank 3", "export the model again");
        node.Context.Roles.RequireFeature(_x, 2, inputs, node);
        node.Context.Roles.BindTime(_x, TimeAxis, node, _lengths);
        node.Context.Roles.BindBatch(_x, BatchAxis, node);
        node.Context.Charge(2L * (_w.Values.Length + _r.Values.Length), node);
        Functions = ActivationNames.Read(node, Directions.Length, functions);
    }

    public int HiddenSize { get; }

    /// <summary>Row groups of W, R and B as ONNX has them.</summary>
    public int Gates { get; }

    public Direction[] Directions { get; }

    /// <summary>Per direction, ONNX's f, g, h.</summary>
    public ScalarFunction[][] Functions { get; }

    int TimeAxis => _batchFirst ? 1 : 0;

    int BatchAxis => _batchFirst ? 0 : 1;

    public float? Clip => !_node.HasAttribute("clip") ? null
        : _node.Float("clip", 0) is var clip && clip > 0 && float.IsFinite(clip) ? clip
        : throw _node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"{_node.OpType} with clip = {clip}", "a threshold above 0", "leave clip out where nothing is clipped");

    /// <summary>B of one direction: the input biases, then the recurrent ones, each [gates · H]; zeros where the node has none.</summary>
    public double[] Bias(int direction)
    {
        int both = 2 * Gates * HiddenSize;
        if (!_node.Has(3))
            return new double[both];
        var b = _node.ConstantInput(3, "B");
        RequireShape(b, "B", Directions.Length, both);
        return b.Values.AsSpan(direction * both, both).ToArray();
    }

    /// <summary>One direction of an input [directions, n], or null where the node has none.</summary>
    public double[]? Vector(int input, string what, int size, int direction)
    {
        if (!_node.Has(input))
            return null;
        var given = _node.ConstantInput(input, what);
        RequireShape(given, what, Directions.Length, size);
        return given.Values.AsSpan(direction * size, size).ToArray();
    }

    /// <summary>Row groups in another order; those that are not in it are left out.</summary>
    public float[] Rows(ReadOnlySpan<double> all, ReadOnlySpan<int> order)
    {
        int block = all.Length / Gates;
        var rows = new float[order.Length * block];
        for (int gate = 0; gate < order.Length; gate++)
            for (int i = 0; i < block; i++)
                rows[gate * block + i] = (float)all[order[gate] * block + i];
        return rows;
    }

    /// <summary>The layer of one direction, with row groups in <paramref name="order"/> and <paramref name="bias"/> in ONNX's.</summary>
    public RecurrentLayer Layer(int direction, Cell cell, ReadOnlySpan<int> order, double[] bias)
    {
        int wSize = _w.Values.Length / Directions.Length, rSize = _r.Values.Length / Directions.Length;
        var (h, hInput) = InitialState(5, "initial_h", direction);
        var (c, cInput) = cell.HasCellState ? InitialState(6, "initial_c", direction) : ([], null);
        return new()
        {
            Name = Directions.Length == 1 ? _node.Label : $"{_node.Label} ({Directions[direction].ToString().ToLowerInvariant()})",
            Sources = [-1],
            Cell = cell with { Clip = Clip },
            Direction = Directions[direction],
            W = Rows(_w.Values.AsSpan(direction * wSize, wSize), order),
            U = Rows(_r.Values.AsSpan(direction * rSize, rSize), order),
            Bias = Rows(bias, order),
            InitialH = h,
            InitialC = c,
            InitialHInput = hInput,
            InitialCInput = cInput,
        };
    }

    /// <summary>Y, Y_h and Y_c of the layers, one a direction.</summary>
    public void Give(RecurrentLayer[] layers)
    {
        var context = _node.Context;
        int source = context.Whole(_x, _node);
        // Some of the graph's inputs: the others have weights of zero, so that no step stands between the input and the layer.
        if (source >= 0 && context.Stages[source] is LinearStage { Source: -1, Picks: { } picks } selected)
        {
            layers = [.. layers.Select(layer => layer with { W = Widened(layer.W, picks, selected.Inputs) })];
            source = -1;
        }

        int[] stages = [.. layers.Select(layer => context.Add(new RecurrentStage(layer.Name, source, layer)))];
        AxisPart[] time = _x.Axes[TimeAxis], batch = _x.Axes[BatchAxis], features = [AxisPart.Features(HiddenSize)], directions = stages.Length == 1 ? [] : [AxisPart.Layers(stages.Length)];
        if (_lengths && time is [var own] && !context.Roles.IsRagged(own))
            time = [context.Roles.NewTime(own.Size, isRagged: true)];
        _node.Result(new ComputedValue(stages, _batchFirst ? [batch, time, directions, features] : [time, directions, batch, features]));
        _node.Result(Ends(stages), 1);
        if (layers[0].Cell.HasCellState && _node.Proto.Output.Count > 2)
            _node.Result(Ends([.. stages.Select((stage, d) => context.Add(new CellStateStage($"{layers[d].Name} c", stage, HiddenSize)))]), 2);

        // Each direction ends where it has seen everything: forward at the last step, reverse at the first.
        ComputedValue Ends(int[] of) => new([.. of.Select((stage, d) => context.Add(new PickStage($"{context.Stages[stage].Name} {(layers[d].Direction == Direction.Reverse ? "first" : "last")}", stage, HiddenSize, layers[d].Direction == Direction.Reverse, IsState: true)))],
            _batchFirst ? [batch, directions, features] : [directions, batch, features]);
    }

    float[] Widened(float[] w, int[] picks, int inputs)
    {
        int rows = w.Length / picks.Length;
        _node.Context.Charge((long)rows * inputs, _node);
        var wide = new float[rows * inputs];
        for (int row = 0; row < rows; row++)
            for (int k = 0; k < picks.Length; k++)
                wide[row * inputs + picks[k]] += w[row * picks.Length + k];
        return wide;
    }

    /// <summary>Whether the graph says how long each sequence is. Constant lengths that are the window's say nothing.</summary>
    bool Lengths()
    {
        if (!_node.Has(4))
            return false;
        if (_node.Input(4, "sequence_lens") is LengthValue given)
        {
            _node.Context.LengthInput = given.Name;
            return true;
        }
        var constant = _node.ConstantInput(4, "sequence_lens");
        var steps = _x.Rank == 3 ? _x.Size(TimeAxis) : default;
        for (int i = 0; i < constant.Values.Length; i++)
            if (constant.Entry(i) != steps || steps.Axis == Dim.Unknown)
                throw _node.Refusal(ErrorCatalogue.UnsupportedStructure, $"sequence_lens of {constant.Entry(i)} for windows of {steps}", "the window's own length, or a graph input",
                    "export with lengths as an input, or without packed or masked sequences");
        return false;
    }

    int UnitsOf(Constant matrix)
    {
        long units = matrix.Rank == 3 ? matrix.Dims[2].Size : 0;
        long declared = _node.Int("hidden_size", units);
        return declared == units ? _node.Context.CheckWidth(units, _node)
            : throw _node.Refusal(ErrorCatalogue.BadShape, $"hidden_size = {declared} with R of shape [{string.Join(", ", matrix.Dims)}]", "the same size",
                "export the model again");
    }

    void RequireShape(Constant constant, string what, params ReadOnlySpan<long> sizes)
    {
        if (!constant.Dims.AsSpan().SequenceEqual(Constant.Static(sizes)) || constant.Symbols is not null)
            throw _node.Refusal(ErrorCatalogue.BadShape, $"{what} of shape [{string.Join(", ", constant.Dims)}]", $"[{string.Join(", ", sizes.ToArray())}]",
                "export the model again: its shapes disagree");
    }

    /// <summary>The state that every window starts from, of [directions, N, H], with layout 1 [N, directions, H], whose N rows are equal; or the input that gives it.</summary>
    (float[] State, StateInput? Input) InitialState(int input, string what, int direction)
    {
        var state = new float[HiddenSize];
        if (!_node.Has(input))
            return (state, null);
        var value = _node.Input(input, what);
        if (value is ComputedValue computed)
            return (state, StateRow(computed, what, direction));
        var given = _node.ConstantInput(input, what);
        int directionAxis = _batchFirst ? 1 : 0, batchAxis = 1 - directionAxis;
        int rows = given.Rank == 3 ? given.Dims[batchAxis].Stored : 0;
        if (rows == 0 || given.Dims[directionAxis] != new Dim(Directions.Length) || given.Dims[2] != new Dim(HiddenSize) || given.Symbols is not null)
            throw BadState(what, $"[{string.Join(", ", given.Dims)}]");
        if (given.Dims[batchAxis] is { IsStatic: false } free && !_node.Context.Roles.IsBatch(new(free.Axis, -1)))
            throw _node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{what} sized by another axis than the batch", "one row per window",
                "check batch_first (PyTorch) or time_major");
        var strides = given.Strides();
        for (int row = 0; row < rows; row++)
            for (int k = 0; k < HiddenSize; k++)
            {
                float own = (float)given.Values[direction * strides[directionAxis] + row * strides[batchAxis] + k];
                if (row > 0 && own != state[k])
                    throw _node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{what} that differs between the rows of a batch", "one state for every window",
                        "export with a batch of one, or with the state as an input");
                state[k] = own;
            }
        return (state, null);
    }

    StateInput StateRow(ComputedValue computed, string what, int direction)
    {
        if (!computed.Parts.All(part => part >= 0 && _node.Context.Stages[part] is StateStage))
            throw _node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{what} computed from data", "a constant, or a graph input of its own",
                "repeat the vector as the layer's input (RepeatVector) instead of starting from it");
        if (computed.Rank != 3 || computed.Parts.Length != Directions.Length || _node.Context.Width(computed) != Directions.Length * HiddenSize)
            throw BadState(what, computed.Describe());
        return ((StateStage)_node.Context.Stages[computed.Parts[direction]]).Input;
    }

    ModelException BadState(string what, string shape) => _node.Refusal(ErrorCatalogue.BadShape, $"{what} of shape {shape}",
        _batchFirst ? $"[N, {Directions.Length}, {HiddenSize}]" : $"[{Directions.Length}, N, {HiddenSize}]", "export the model again");
}
