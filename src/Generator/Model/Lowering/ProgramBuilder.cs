using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>
/// Puts the layers' own calls in order, and the model's around them: what makes one form of a value of the other, and the outputs.
/// </summary>
sealed class ProgramBuilder
{
    static readonly StepCount One = new(0, 1, 1);

    readonly bool _isObserved;
    readonly ElementType _activation;
    readonly Slot _output;
    readonly List<Slot> _slots = [];
    readonly List<Constant> _constants = [];
    readonly Dictionary<(int Layer, string Part), Slot> _parts = [];

    public ProgramBuilder(ModelArtifact model, bool isObserved)
    {
        (Model, _isObserved, Windows) = (model, isObserved, !model.CanStream);
        _activation = Element(model.Scheme);
        int inputs = model.Inputs.Count;
        int width = Windows && IsFloat ? inputs : CellShape.Padded(inputs);
        Add(new(Storage.Buffer, -1, "x", _activation, width, Rows(-1)) { Meaning = $"[{inputs}]" });
        if (!IsFloat && (isObserved || model.Plan.AsFloats(-1)))
            Add(new(Storage.Buffer, -1, "v", ElementType.Float32, inputs, Rows(-1)) { Meaning = "the same as the network's floats" });
        for (int k = 0; k < model.Layers.Count; k++)
        {
            var layer = model.Layers[k];
            foreach (var part in layer.States(model.Scheme))
                Add(new(Storage.State, k, part.Name, part.Element, part.Length, One) { Meaning = part.Meaning });
            foreach (var constant in new LayerConstants(this, k).List())
            {
                _constants.Add(constant);
                if (constant is ConstantValues { Slot: var slot })
                    _parts[(k, slot.Part)] = slot;
            }

            if (HasFloats(k))
                Add(new(Storage.Buffer, k, "y", ElementType.Float32, layer.Outputs, Rows(k)));
            if (HasUnits(k))
                Add(new(Storage.Buffer, k, "q", _activation, CellShape.Padded(layer.Outputs), Rows(k)));
        }

        bool isRow = Windows && model.EveryStep && model.Plan.OutputSteps.Count != 0;
        _output = new(Storage.Output, -1, isRow ? "row" : "output", ElementType.Float32, model.Outputs.Count, One);
        // Not among the parts: the graph's names for them may be those of the input's own.
        foreach (var group in model.States.GroupBy(state => state.Name))
            _slots.Add(new(Storage.Given, -1, group.Key, ElementType.Float32, group.Sum(Width), One));
    }

    public ModelArtifact Model { get; }

    /// <summary>Whether the model takes whole windows.</summary>
    public bool Windows { get; }

    public bool IsFloat => Model.Scheme == Scheme.Float32;

    /// <summary>What activations are.</summary>
    public static ElementType Element(Scheme scheme) =>
        scheme switch { Scheme.Int8 => ElementType.Int8, Scheme.Int8x16 => ElementType.Int16, _ => ElementType.Float32 };

    public Slot Part(int layer, string part) => _parts[(layer, part)];

    /// <summary>A layer's activation units, −1 for the input; in the float scheme its floats.</summary>
    public Slot Units(int layer) =>
        IsFloat ? Floats(layer) : Part(layer, layer < 0 ? "x" : IsState(layer) ? "h" : "q");

    public Slot Floats(int layer) => Part(layer, layer < 0 ? IsFloat ? "x" : "v" : IsFloat && IsState(layer) ? "h" : "y");

    /// <summary>Whether floats come out of a layer, by themselves or made of its units.</summary>
    public bool HasFloats(int layer) => IsFloat && Model.Layers[layer].Gives == ValueForm.Units
        ? Windows
        : _isObserved || Model.Layers[layer].Gives == ValueForm.Floats || Model.Plan.AsFloats(layer);

    /// <summary>Whether units come out of a layer, by themselves or made of its floats.</summary>
    public bool HasUnits(int layer) => Model.Plan.AsUnits(layer) && !IsState(layer);

    public StepProgram Build() => new(Model, Part(-1, "x"), _output)
    {
        Slots = _slots,
        Constants = _constants,
        Take = Windows ? [new Loop(StepCount.Samples, Reverse: false, Take())] : Take(),
        Begin = Windows ? [] : [.. Range().SelectMany(Begin)],
        Given = Windows ? [] : [.. Range().SelectMany(Given)],
        Advance = Windows ? WindowLayers() : Layers(Range().Where(k => !Model.Plan.HeadsReadState || Model.Plan.FeedsState(k))),
        Heads = Windows || !Model.Plan.HeadsReadState ? []
            : Layers(Range().Where(k => (Model.Plan.IsHead(k) && Model.Layers[k] is not ArtifactRecurrent) || IsOnlyObserved(k))),
        Outputs = Outputs(),
    };

    IEnumerable<int> Range() => Enumerable.Range(0, Model.Layers.Count);

    List<Statement> Take()
    {
        var x = Part(-1, "x");
        List<Statement> statements = [new TakeSample(x)];
        if (!_parts.TryGetValue((-1, "v"), out var v))
            return statements;
        Declare(statements, v);
        var units = Model.Inputs.Select(input => input.FromUnits).ToList();
        var scale = Numbers("InputScale", units.Select(unit => unit.Scale));
        var offset = Numbers("InputOffset", units.Select(unit => unit.Offset));
        statements.Add(new Call(Operation.DequantizeInput, -1, [x.Row, scale, offset, v.Row]));
        return statements;
    }

    /// <summary>A stream's layers, each after what it reads. Hidden states that one reads as floats are turned into those first.</summary>
    List<Statement> Layers(IEnumerable<int> indices)
    {
        var statements = new List<Statement>();
        var done = new HashSet<int>();
        foreach (int index in indices)
        {
            var layer = Model.Layers[index];
            foreach (int source in layer.Sources)
                if (!_isObserved && source >= 0 && IsHidden(source) && Model.Plan.TakesFloats(index) && done.Add(source))
                    HiddenFloats(statements, source);
            if (HasFloats(index) && layer is not ArtifactRecurrent)
                Declare(statements, Part(index, "y"));
            if (HasUnits(index))
                Declare(statements, Part(index, "q"));
            Lower(statements, index, Comment(index));
            if (_isObserved && IsHidden(index))
                HiddenFloats(statements, index);
        }

        return statements;
    }

    /// <summary>Whether nothing that comes out depends on a layer.</summary>
    bool IsOnlyObserved(int layer) => _isObserved && !Model.Plan.FeedsState(layer) && !Model.Plan.IsHead(layer);

    bool IsHidden(int layer) => !IsFloat && Model.Layers[layer] is ArtifactRecurrent;

    void HiddenFloats(List<Statement> statements, int index)
    {
        Declare(statements, Part(index, "y"));
        ((ArtifactRecurrent)Model.Layers[index]).ToFloats(new(this, index, statements), Part(index, "y").Row);
    }

    /// <summary>A layer's own calls, and its units where somebody reads the floats that it gives as those.</summary>
    void Lower(List<Statement> statements, int index, string comment)
    {
        var layer = Model.Layers[index];
        layer.Lower(new(this, index, statements) { Comment = comment });
        if (layer.Gives == ValueForm.Floats && Model.Plan.AsUnits(index))
            statements.Add(new Call(Operation.Quantize, index, [Floats(index).Row, new Number(layer.InverseStep), Units(index).Row]));
    }

    List<Statement> WindowLayers()
    {
        var statements = new List<Statement>();
        foreach (int index in Range())
        {
            // A cell state is there only between two steps of its layer, which write it.
            var layer = Model.Layers[index];
            if (layer is ArtifactCellState)
                continue;
            bool isReverse = layer is ArtifactRecurrent { Reverse: true };
            statements.Add(new Heading(Comment(index) + (isReverse ? ", from the last sample to the first" : "")));
            if (layer is ArtifactRecurrent)
            {
                foreach (var part in layer.States(Model.Scheme))
                    statements.Add(new Declare(Part(index, part.Name)));
                statements.AddRange(Begin(index));
                statements.AddRange(Given(index));
            }

            var step = new List<Statement>();
            Lower(step, index, "");
            foreach (int later in Range())
                if (Model.Layers[later] is ArtifactCellState state && state.Source == index)
                    Lower(step, later, Comment(later));
            var steps = Model.Plan.Steps(index);
            statements.AddRange(steps.Fixed == 1 ? step : [new Loop(steps, isReverse, step)]);
        }

        return statements;
    }

    List<Statement> Begin(int index)
    {
        var statements = new List<Statement>();
        if (Model.Layers[index].Initial.Length != 0)
            Model.Layers[index].Begin(new(this, index, statements));
        return statements;
    }

    /// <summary>Writes values that the caller gave into a layer's state.</summary>
    List<Statement> Given(int index)
    {
        var statements = new List<Statement>();
        foreach (var given in _slots.Where(slot => slot.Storage == Storage.Given))
        {
            var body = new List<Statement>();
            foreach (var state in Model.States.Where(state => state.Name == given.Part && state.Layer == index))
            {
                int width = Width(state);
                var values = given.Width == width ? given.All : given.All.Part(state.At, width);
                ((ArtifactRecurrent)Model.Layers[index]).Give(new(this, index, body), state.IsCell, values);
            }

            if (body.Count != 0)
                statements.Add(new IfGiven(given, body));
        }

        return statements;
    }

    /// <summary>A stream's outputs; a window model's are rows of them where it gives every step, else the last of each head.</summary>
    List<Statement> Outputs()
    {
        bool isEvery = _output.Part == "row", differ = isEvery && Model.Plan.OutputSteps.Count != 1;
        var statements = new List<Statement>();
        int at = 0;
        foreach (int head in Model.Heads)
        {
            int width = Model.Layers[head].Outputs;
            var to = _output.All.Part(at, width);
            if (!Windows && Model.Layers[head] is ArtifactRecurrent recurrent)
                recurrent.ToFloats(new(this, head, statements), to);
            else
                statements.Add(new Move(new(Floats(head), differ ? RowAt.Aligned : isEvery ? RowAt.Step : RowAt.Last), to));
            at += width;
        }

        statements.AddRange(UserUnits());
        return isEvery ? [new OutputLoop(statements, differ)] : statements;
    }

    IEnumerable<Statement> UserUnits() => Model.Outputs.Select((channel, k) => (channel, k))
        .Where(pair => pair.channel.Mean != 0 || pair.channel.Scale != 1).Select(pair => new ToUserUnits(_output, pair.k, pair.channel));

    void Declare(List<Statement> statements, Slot slot)
    {
        if (!Windows)
            statements.Add(new Declare(slot));
    }

    void Add(Slot slot)
    {
        _slots.Add(slot);
        _parts[(slot.Layer, slot.Part)] = slot;
    }

    /// <summary>Whether a layer's values are its state: the hidden state of a stream.</summary>
    bool IsState(int layer) => !Windows && Model.Layers[layer].Gives == ValueForm.Units;

    StepCount Rows(int layer) => Windows ? Model.Plan.Steps(layer) : One;

    int Width(StateInput state) => ((ArtifactRecurrent)Model.Layers[state.Layer]).StateWidth(state.IsCell);

    string Comment(int index) => $"{Model.Layers[index].Name}: {Model.Layers[index].Title}";

    static Value Numbers(string name, IEnumerable<float> values)
    {
        byte[] data = [.. values.SelectMany(BitConverter.GetBytes)];
        return new Slot(Storage.Constant, -1, name, ElementType.Float32, data.Length / 4, One) { Data = data }.All;
    }
}
