using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference;

/// <summary>An artifact as the commands see a model.</summary>
sealed class ArtifactPredictor(ModelArtifact model) : IPredictor
{
    readonly IntegerRunner _runner = new(model);

    public string Name => model.Name;

    public IReadOnlyList<Channel> Inputs { get; } = [.. model.Inputs.Select(i => new Channel(i.Name, i.Unit, i.Mean, i.Scale))];

    public IReadOnlyList<Channel> Outputs { get; } = [.. model.Outputs.Select(o => new Channel(o.Name, o.Unit, o.Mean, o.Scale))];

    public int? Window => model.Window;

    public bool EveryStep => model.EveryStep;

    public bool Streams => model.CanStream;

    public MissingRule Missing => model.Rules.Missing;

    public long SaturatedInputs => _runner.SaturatedInputs;

    public DataRules Rules => model.Rules;

    public long SaturatedStates => _runner.SaturatedStates;

    public string? SourceSha256 => model.Provenance.SourceSha256;

    public string? Forward => model.Provenance.Forward;

    public IReadOnlyList<StateShape> States { get; } = StateShape.Of(model.States.Select(state =>
        (state.Name, Width: ((ArtifactRecurrent)model.Layers[state.Layer]).StateWidth(state.IsCell), state.At)).Select(state => (state.Name, state.At / state.Width, state.Width)));

    public void SetInitialState(string name, float[] values) => _runner.SetInitialState(name, values);

    /// <summary>
    /// The centre of the range for a NaN, an end of it for an infinity; in float32, the mean. A model that holds the last good value is
    /// the runner's to ask.
    /// </summary>
    public float StandIn(int input, float value)
    {
        if (model.Rules.Missing.Kind != MissingKind.Centre)
            return value;
        var channel = model.Inputs[input];
        int limit = model.Scheme switch { Scheme.Int8 => Layers.Quantizer.Int8Limit, Scheme.Int8x16 => Layers.Quantizer.Int16Limit, _ => 0 };
        return float.IsNaN(value) ? channel.Centre : channel.Centre + Math.Sign(value) * limit / channel.InverseStep;
    }

    public int OutputSteps(int steps) => steps >= model.Plan.MinSamples
        ? _runner.OutputSteps(steps)
        : throw new ModelException(ErrorCatalogue.DataShape, $"windows of {steps} samples", $"at least {model.Plan.MinSamples}", "give longer windows");

    public void Reset() => _runner.Reset();

    public void Step(ReadOnlySpan<float> sample, Span<float> output) => _runner.Step(sample, output);

    public void Predict(ReadOnlySpan<float> window, Span<float> output) => _runner.Predict(window, output);
}
