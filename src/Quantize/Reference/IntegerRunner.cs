using EdgeLstm.Gates;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Generator.Model.Lowering;
using EdgeLstm.Layers;
using EdgeLstm.Quantize.Reference.Interpreter;

namespace EdgeLstm.Quantize.Reference;

/// <summary>
/// Runs an artifact's program on the runtime's own layers: the calls that generated code is printed from, so the same bits, without a
/// compiler. Serves the float32 scheme too. Every layer's values are made as floats besides, for reports.
/// </summary>
sealed class IntegerRunner
{
    readonly ModelArtifact _model;
    readonly StepProgram _program;
    readonly ProgramMachine _machine;
    readonly float[] _centre, _inverseStep;
    readonly GapFilter? _gaps;
    readonly Action _begin, _step;
    readonly SlotMemory[] _states, _buffers;
    readonly SlotMemory _output;
    float[] _samples = [];

    public IntegerRunner(ModelArtifact model)
    {
        _model = model;
        _centre = [.. model.Inputs.Select(i => i.Centre)];
        _inverseStep = [.. model.Inputs.Select(i => i.InverseStep)];
        _gaps = GapFilter.Of(model.Rules.Missing, model.Inputs.Select(i => i.Mean));
        _program = StepProgram.Of(model, isObserved: true);
        _machine = new(_program, Take);
        _begin = _machine.Bind([.. _program.Begin, .. _program.Given]);
        _step = _machine.Bind([.. _program.Take, .. _program.Advance, .. _program.Heads, .. _program.Outputs]);
        _states = [.. _program.States.Select(_machine.Memory)];
        _buffers = [.. _program.Buffers.Select(_machine.Memory)];
        _output = _machine.Memory(_program.Output);
        Reset();
    }

    public ModelArtifact Model => _model;

    /// <summary>Input values that saturated, or were not a number, since the last reset.</summary>
    public long SaturatedInputs { get; private set; }

    /// <summary>Input values that were missing since the last reset, by the model's rule; 0 where it has none.</summary>
    public long MissingInputs => _gaps?.Missing ?? 0;

    /// <summary>Steps of recurrent layers since the last reset in which a state was cut off.</summary>
    public long SaturatedStates => _machine.CutStates;

    /// <summary>Called before each recurrent layer's step, with the layer's index and the row that it is about to compute.</summary>
    public Action<int, int>? BeforeRecurrent
    {
        get => _machine.BeforeRecurrent;
        set => _machine.BeforeRecurrent = value;
    }

    /// <summary>Called likewise after each recurrent layer's step.</summary>
    public Action<int, int>? AfterRecurrent
    {
        get => _machine.AfterRecurrent;
        set => _machine.AfterRecurrent = value;
    }

    public void Reset()
    {
        (SaturatedInputs, _machine.CutStates, _machine.Position.Sample) = (0, 0, 0);
        _gaps?.Reset();
        foreach (var state in _states)
            state.Clear();
        _begin();
    }

    /// <summary>Gives the initial states of an input of the trained graph to the windows and streams from the next reset on.</summary>
    public void SetInitialState(string name, float[] values)
    {
        var slot = _program.Slots.Single(slot => slot.Storage == Storage.Given && slot.Part == name);
        values.CopyTo(_machine.Memory(slot).Row<float>(0));
        _machine.Given.Add(slot);
    }

    /// <summary>One sample in the user's units; advances the state.</summary>
    public void Step(ReadOnlySpan<float> sample, Span<float> output)
    {
        if (_model.Plan.WhyWindows is { } why)
            throw new InvalidOperationException($"The model has no steps: {why}.");
        _machine.Position.Sample++;
        Run(sample, output);
    }

    /// <summary>One window [T, F] from reset: [O], or [T', O] where the model gives every step.</summary>
    public void Predict(ReadOnlySpan<float> window, Span<float> output)
    {
        Reset();
        int features = _model.Inputs.Count, samples = window.Length / features, outputs = _model.Outputs.Count;
        if (_model.CanStream)
        {
            for (int t = 0; t < samples; t++)
                Step(window.Slice(t * features, features), _model.EveryStep ? output.Slice(t * outputs, outputs) : output);
            return;
        }

        (_machine.Position.Samples, _machine.Position.OutputRows) = (samples, OutputSteps(samples));
        foreach (var buffer in _buffers)
            buffer.Resize(buffer.Slot.Rows.Of(samples));
        _output.Resize(OutputSteps(samples));
        Run(window, output);
    }

    /// <summary>Outputs that a window of <paramref name="samples"/> gives.</summary>
    public int OutputSteps(int samples) => _model.Plan.OutputRowsOf(samples);

    /// <summary>A layer's output at one row of the last window, 0 in a stream, as floats [Outputs].</summary>
    public ReadOnlySpan<float> LayerOutput(int layer, int row = 0) =>
        (Find(layer, "y") ?? Find(layer, "h"))!.Row<float>(row)[.._model.Layers[layer].Outputs];

    /// <summary>The activation units that a layer gives at one row, −1 for the input, widened. Somebody has to read them.</summary>
    public int[] ActivationUnits(int layer, int row = 0) => Widened(Units(layer), row);

    /// <summary>
    /// What a recurrent layer's first product gives at its next step, out of the layer itself: [blocks of 16 units][groups][16].
    /// </summary>
    public short[] FirstSums(int layer, int row)
    {
        SlotMemory x = Units(_model.Layers[layer].Source), h = Find(layer, "h")!;
        switch (_machine.Layer(layer))
        {
            case CellLayer cell:
                return IsInt8 ? cell.FirstSums<sbyte>(x.Row<sbyte>(row), h.Row<sbyte>(0)) : cell.FirstSums<short>(x.Row<short>(row), h.Row<short>(0));
            case LstmLayer lstm:
                var sums = new short[LstmCell.Gates * h.Slot.Width];
                if (IsInt8)
                    lstm.Sums(x.Row<sbyte>(row), h.Row<sbyte>(0), sums);
                else
                    lstm.Sums(x.Row<short>(row), h.Row<short>(0), sums);
                return sums;
            case var other:
                throw new InvalidOperationException($"No sums of {other}.");
        }
    }

    /// <summary>The same of a GRU's second product, of what its reset gate kept of h, padded.</summary>
    public short[] SecondSums(int layer, int row, short[] kept)
    {
        var x = Units(_model.Layers[layer].Source);
        var cell = (CellLayer)_machine.Layer(layer)!;
        return IsInt8
            ? cell.SecondSums<sbyte>(x.Row<sbyte>(row), Array.ConvertAll(kept, v => (sbyte)v))
            : cell.SecondSums<short>(x.Row<short>(row), kept);
    }

    /// <summary>The row that a layer computes as its <paramref name="order"/>th of a window.</summary>
    public int RowOf(int layer, int order) => _model.Layers[layer] is ArtifactRecurrent { Reverse: true }
        ? _model.Plan.Steps(layer).Of(_machine.Position.Samples) - 1 - order
        : order;

    /// <summary>A recurrent layer's hidden state in activation units.</summary>
    public int[] HiddenUnits(int layer) => Widened(Find(layer, "h")!, 0);

    /// <summary>A recurrent layer's cell state in its own units, padded; empty where it has none.</summary>
    public ReadOnlySpan<short> CellUnits(int layer) => Find(layer, "c") is { } cell ? cell.Row<short>(0) : [];

    void Run(ReadOnlySpan<float> samples, Span<float> output)
    {
        if (_samples.Length != samples.Length)
            _samples = new float[samples.Length];
        samples.CopyTo(_samples);
        _step();
        _output.Floats.CopyTo(output);
    }

    void Take(Place x)
    {
        // What stands in for a value is no more out of range than the value was: each counts once.
        var sample = _samples.AsSpan(_machine.Position.Step * _centre.Length, _centre.Length);
        SaturatedInputs += Quantize(sample, x);
        if (_gaps is not null && _gaps.Take(sample, out int missing) is var taken && missing != 0)
            Quantize(taken, x);
    }

    int Quantize(ReadOnlySpan<float> sample, Place x) => _model.Scheme switch
    {
        Scheme.Int8 => Quantizer.Quantize(sample, _centre, _inverseStep, x.Of<sbyte>()),
        Scheme.Int8x16 => Quantizer.Quantize(sample, _centre, _inverseStep, x.Of<short>()),
        _ => FloatScheme.Normalise(sample, _centre, _inverseStep, x.Of<float>()),
    };

    bool IsInt8 => _model.Scheme == Scheme.Int8;

    SlotMemory Units(int layer) => (layer < 0 ? Find(layer, "x") : Find(layer, "q") ?? Find(layer, "h"))!;

    SlotMemory? Find(int layer, string part) => Array.Find(_buffers, memory => memory.Slot.Layer == layer && memory.Slot.Part == part)
        ?? Array.Find(_states, memory => memory.Slot.Layer == layer && memory.Slot.Part == part);

    static int[] Widened(SlotMemory memory, int row) => memory.Slot.Element == ElementType.Int8
        ? Array.ConvertAll(memory.Row<sbyte>(row).ToArray(), v => (int)v)
        : Array.ConvertAll(memory.Row<short>(row).ToArray(), v => (int)v);
}
