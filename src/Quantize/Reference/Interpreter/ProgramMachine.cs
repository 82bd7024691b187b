using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Quantize.Reference.Interpreter;

/// <summary>Runs the statements of a program on memory of its own.</summary>
sealed class ProgramMachine
{
    readonly Dictionary<Slot, SlotMemory> _memory = [];
    readonly Dictionary<int, object> _layers;
    readonly Action<Place> _take;

    /// <param name="program">What runs.</param>
    /// <param name="take">Makes activations of the sample that the position says.</param>
    public ProgramMachine(StepProgram program, Action<Place> take)
    {
        (Program, _take) = (program, take);
        _layers = program.Constants.OfType<LayerObject>().ToDictionary(layer => layer.Layer, LayerObjects.Of);
    }

    public StepProgram Program { get; }

    public Position Position { get; } = new();

    /// <summary>Calls that cut a state off, and given states that were cut off; the runner resets it.</summary>
    public long CutStates { get; set; }

    /// <summary>Called before each step of a recurrent layer, with the layer's index and the row that it is about to compute.</summary>
    public Action<int, int>? BeforeRecurrent { get; set; }

    /// <summary>Called likewise after it.</summary>
    public Action<int, int>? AfterRecurrent { get; set; }

    /// <summary>Initial states that the caller gave.</summary>
    public HashSet<Slot> Given { get; } = [];

    /// <summary>A layer's object; null of kinds that have none.</summary>
    public object? Layer(int index) => _layers.GetValueOrDefault(index);

    public SlotMemory Memory(Slot slot)
    {
        if (!_memory.TryGetValue(slot, out var memory))
            _memory[slot] = memory = new(slot);
        return memory;
    }

    /// <summary>What runs some statements.</summary>
    public Action Bind(IReadOnlyList<Statement> statements)
    {
        Action[] all = [.. statements.Select(Bind)];
        return () =>
        {
            foreach (var run in all)
                run();
        };
    }

    Action Bind(Statement statement)
    {
        switch (statement)
        {
            case Declare { Slot.Storage: Storage.State } declare:
                return Memory(declare.Slot).Clear;
            case TakeSample sample:
                var x = PlaceOf(sample.To.Row);
                return () => _take(x);
            case Call call:
                return Bind(call);
            case Move move:
                Place from = PlaceOf(move.From), to = PlaceOf(move.To);
                return () => from.Bytes.CopyTo(to.Bytes);
            case Loop loop:
                return Bind(loop);
            case OutputLoop loop:
                return Bind(loop);
            case IfGiven given:
                var body = Bind(given.Body);
                return () =>
                {
                    if (Given.Contains(given.Given))
                        body();
                };
            case ToUserUnits user:
                var output = PlaceOf(user.Output.All);
                return () => output.Of<float>()[user.Index] = output.Of<float>()[user.Index] * user.Channel.Scale + user.Channel.Mean;
            case Declare or Heading:
                return () => { };
            default:
                throw new InvalidOperationException($"Nothing runs {statement}.");
        }
    }

    Action Bind(Call call)
    {
        var arguments = new Arguments(call.Operands, Layer(call.Layer), PlaceOf, Position);
        var method = Operations.Method(call.Operation);
        if (call.Operation == Operation.StepState)
        {
            return () =>
            {
                BeforeRecurrent?.Invoke(call.Layer, Position.Step);
                CutStates += method(arguments);
                AfterRecurrent?.Invoke(call.Layer, Position.Step);
            };
        }

        return call.CountsStates ? () => CutStates += method(arguments) : () => method(arguments);
    }

    Action Bind(Loop loop)
    {
        var body = Bind(loop.Body);
        return () =>
        {
            int count = loop.Steps.Of(Position.Samples);
            for (int n = 0; n < count; n++)
            {
                Position.Step = loop.Reverse ? count - 1 - n : n;
                body();
            }

            Position.Step = 0;
        };
    }

    Action Bind(OutputLoop loop)
    {
        var body = Bind(loop.Body);
        return () =>
        {
            for (int t = 0; t < Position.OutputRows; t++)
            {
                Position.Step = t;
                body();
            }

            Position.Step = 0;
        };
    }

    Place PlaceOf(Value value) => new(value, Memory(value.Slot), Position);
}
