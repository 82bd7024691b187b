using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using StateInput = EdgeLstm.Quantize.Graph.StateInput;

namespace EdgeLstm.Quantize.Reference;

/// <summary>A float network as the commands see a model.</summary>
sealed class FloatPredictor(Network network) : IPredictor
{
    readonly FloatRunner _runner = new(network);

    public string Name => network.Name;

    public IReadOnlyList<Channel> Inputs => network.Inputs;

    public IReadOnlyList<Channel> Outputs => network.Outputs;

    public int? Window => network.Window;

    public bool TakesPieces => network.TakesPieces;

    public bool EveryStep => network.EveryStep;

    public bool Streams => network.CanStream;

    public MissingRule Missing => network.Rules.Missing;

    public DataRules Rules => network.Rules;

    public string? SourceSha256 => network.SourceSha256;

    public string? Forward => network.Forward;

    public IReadOnlyList<StateShape> States { get; } = StateShape.Of(network.Layers.OfType<RecurrentLayer>().SelectMany(layer =>
        ((StateInput? Input, int Width)[])[(layer.InitialHInput, layer.Outputs), (layer.InitialCInput, layer.HiddenSize)])
        .Where(part => part.Input is not null).Select(part => (part.Input!.Name, part.Input.Row, part.Width)));

    public void SetInitialState(string name, float[] values) => _runner.SetInitialState(name, values);

    public int OutputSteps(int steps)
    {
        int rows = network.OutputSteps(steps);
        return rows > 0 ? rows : throw new ModelException(ErrorCatalogue.DataShape, $"windows of {steps} samples", "as many as the model's convolutions and poolings see", "give longer windows");
    }

    public void Reset() => _runner.Reset();

    public void Predict(ReadOnlySpan<float> window, Span<float> output)
    {
        if (network.EveryStep)
            _runner.Run(window, output);
        else
            _runner.Run(window).CopyTo(output);
    }

    public void Step(ReadOnlySpan<float> sample, Span<float> output) => _runner.Step(sample, output);
}
