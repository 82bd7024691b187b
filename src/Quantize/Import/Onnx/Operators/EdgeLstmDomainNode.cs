using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>What the nodes of domain edgelstm have in common.</summary>
sealed class EdgeLstmDomainNode
{
    readonly OnnxNode _node;
    readonly ComputedValue _x;
    readonly int _gates, _inputs;

    public EdgeLstmDomainNode(OnnxNode node, int gates)
    {
        (_node, _gates) = (node, gates);
        _x = node.ComputedInput(0, "X");
        var w = node.ConstantInput(1, "W");
        long units = node.Int("hidden_size", 0);
        if (_x.Rank != 3 || w.Rank != 2)
            throw Bad($"X of shape {_x.Describe()}, W of rank {w.Rank}", "X [time, batch, inputs], W [rows, inputs]", "export the model again");
        HiddenSize = node.Context.CheckWidth(units, node);
        _inputs = (int)w.Dims[1].Size;
        node.Context.Roles.RequireFeature(_x, 2, _inputs, node);
        node.Context.Roles.BindTime(_x, 0, node);
        node.Context.Roles.BindBatch(_x, 1, node);
    }

    public int HiddenSize { get; }

    public float[] Matrix(int input, string what, int rows, int columns)
    {
        var given = _node.ConstantInput(input, what);
        if (!given.Dims.AsSpan().SequenceEqual(Constant.Static(rows, columns)) || given.Symbols is not null)
            throw Bad($"{what} of shape [{string.Join(", ", given.Dims)}]", $"[{rows}, {columns}]", "export the model again: its shapes disagree");
        return Floats(given);
    }

    public float[]? Vector(int input, string what, int size)
    {
        if (!_node.Has(input))
            return null;
        var given = _node.ConstantInput(input, what);
        return given.Rank == 1 && given.Values.Length == size && given.Symbols is null ? Floats(given)
            : throw Bad($"{what} of shape [{string.Join(", ", given.Dims)}]", $"[{size}]", "export the model again: its shapes disagree");
    }

    public void Give(Cell cell, int outputs, int initialH, int initialC = -1)
    {
        var context = _node.Context;
        int rows = _gates * HiddenSize;
        if (_node.HasAttribute("clip"))
            cell = cell with { Clip = _node.Float("clip", 0) is var clip && clip > 0 && float.IsFinite(clip) ? clip : throw Bad($"clip = {clip}", "a threshold above 0", "leave clip out") };
        bool reverse = _node.Ints("directions") is { } directions && (directions is [0 or 1] ? directions[0] == 1
            : throw Bad($"directions = [{string.Join(", ", directions.Take(8))}]", "[0] or [1]", "export the model again"));
        var layer = new RecurrentLayer
        {
            Name = _node.Label,
            Sources = [-1],
            Cell = cell,
            Direction = reverse ? Direction.Reverse : Direction.Forward,
            W = Matrix(1, "W", rows, _inputs),
            U = Matrix(2, "R", rows, cell.Recurrent(HiddenSize)),
            Bias = Vector(3, "B", rows) ?? new float[rows],
            InitialH = State(initialH, "the initial output", outputs),
            InitialC = cell.HasCellState ? State(initialC, "the initial cell state", HiddenSize) : [],
        };
        if (cell is LstmCell { FullGateRecurrence: true } lstm)
            RequireNoGatesInCandidate(layer, lstm);
        int stage = context.Add(new RecurrentStage(_node.Label, context.Whole(_x, _node), layer));
        AxisPart[] features = [AxisPart.Features(outputs)];
        _node.Result(new ComputedValue([stage], [_x.Axes[0], _x.Axes[1], features]));
        _node.Result(Last(stage, outputs), 1);
        if (cell.HasCellState && _node.Proto.Output.Count > 2)
            _node.Result(Last(context.Add(new CellStateStage($"{_node.Label} c", stage, HiddenSize)), HiddenSize), 2);

        ComputedValue Last(int of, int width) => new([context.Add(new PickStage($"{context.Stages[of].Name} {(reverse ? "first" : "last")}", of, width, First: reverse))], [_x.Axes[1], [AxisPart.Features(width)]]);
    }

    public ModelException Bad(string found, string expected, string remedy) => _node.Refusal(ErrorCatalogue.BadShape, $"edgelstm.{_node.OpType} with {found}", expected, remedy);

    void RequireNoGatesInCandidate(RecurrentLayer layer, LstmCell cell)
    {
        int first = (cell.HasInputGate ? 1 : 0) + (cell.HasForgetGate ? 1 : 0);
        for (int row = first * HiddenSize; row < (first + 1) * HiddenSize; row++)
            if (layer.U.AsSpan(row * 4 * HiddenSize + HiddenSize, 3 * HiddenSize).ContainsAnyExcept(0f))
                throw Bad("a candidate that reads the gates", "zeros there", "train the model as Greff et al. have it");
    }

    /// <summary>[N, n] of N equal rows, or [n].</summary>
    float[] State(int input, string what, int size)
    {
        if (!_node.Has(input))
            return new float[size];
        var given = _node.ConstantInput(input, what);
        bool fits = given.Rank is 1 or 2 && given.Dims[^1] == new Dim(size) && given.Values.Length > 0 && given.Symbols is null;
        if (!fits || given.Values.Where((value, i) => value != given.Values[i % size]).Any())
            throw Bad($"{what} of shape [{string.Join(", ", given.Dims)}]", $"[N, {size}] of equal rows", "export the model with one state for every window");
        return Floats(given)[..size];
    }

    float[] Floats(Constant constant)
    {
        _node.Context.Charge(constant.Values.Length, _node);
        return [.. constant.Values.Select(value => (float)value)];
    }
}
