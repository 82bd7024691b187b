using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize;

/// <summary>
/// Runs a model that was loaded from a file: of a <see cref="QuantizedModel"/> the runtime's own kernels in the order of the generated
/// class, and so its bits; of a <see cref="TrainedModel"/> float32. It has one state, and is not thread-safe: make one for each stream.
/// </summary>
public sealed class ModelRunner
{
    readonly IPredictor _model;

    internal ModelRunner(IPredictor model) => _model = model;

    /// <summary>Input values since the last reset that were cut off; 0 of float models.</summary>
    public long SaturatedInputs => _model.SaturatedInputs;

    /// <summary>Layer steps since the last reset in which a state was cut off at the end of its range; 0 of float models.</summary>
    public long SaturatedStates => _model.SaturatedStates;

    /// <summary>Forgets the stream.</summary>
    public void Reset() => _model.Reset();

    /// <summary>Takes one sample and moves the state on.</summary>
    /// <param name="sample">[inputs], in the model's units.</param>
    /// <param name="output">[outputs], replaced.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    /// <exception cref="InvalidOperationException">The model needs whole windows: call Predict.</exception>
    public void Step(ReadOnlySpan<float> sample, Span<float> output)
    {
        if (!_model.Streams)
            throw new InvalidOperationException($"Model '{_model.Name}' has a layer that looks ahead: call Predict with a window.");
        Require(sample.Length, _model.Inputs.Count, nameof(sample));
        Require(output.Length, _model.Outputs.Count, nameof(output));
        _model.Step(sample, output);
    }

    /// <summary>Values that <see cref="Predict"/> gives for a window.</summary>
    /// <param name="samples">Samples in the window.</param>
    /// <exception cref="ModelException">ELSTM153: the window is too short for the model's convolutions and poolings.</exception>
    public int OutputLength(int samples) => _model.OutputSteps(samples) * _model.Outputs.Count;

    /// <summary>Runs one window from reset. The stream's state is lost.</summary>
    /// <param name="window">[samples, inputs], in the model's units.</param>
    /// <param name="output">[<see cref="OutputLength"/>], replaced: a row of outputs, or of some models a row for each step.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    /// <exception cref="ModelException">ELSTM153: as <see cref="OutputLength"/>, or the model takes windows of another length.</exception>
    public void Predict(ReadOnlySpan<float> window, Span<float> output)
    {
        int inputs = _model.Inputs.Count, samples = window.Length / inputs;
        if (window.Length == 0 || window.Length % inputs != 0)
            throw new ArgumentException($"window has {window.Length} values, expected samples of {inputs}.", nameof(window));
        Data.DatasetShape.RequireWindow(new(1, samples, inputs, []), _model.TakesPieces ? null : _model.Window);
        Require(output.Length, OutputLength(samples), nameof(output));
        _model.Predict(window, output);
    }

    static void Require(int length, int expected, string name)
    {
        if (length != expected)
            throw new ArgumentException($"{name} has {length} values, expected {expected}.", name);
    }
}
