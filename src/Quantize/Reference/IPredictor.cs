using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference;

/// <summary>
/// A loaded model, float or integer, with one state. Values are in the units of its <see cref="Inputs"/> and <see cref="Outputs"/>:
/// what the .onnx file takes and gives, or the user's units of an artifact.
/// </summary>
interface IPredictor
{
    string Name { get; }

    IReadOnlyList<Channel> Inputs { get; }

    IReadOnlyList<Channel> Outputs { get; }

    /// <summary>Samples in the model's own window, or null where any number will do.</summary>
    int? Window { get; }

    /// <summary>Whether what the model takes at a call is a piece of a stream and no window.</summary>
    bool TakesPieces => false;

    /// <summary>Whether a window gives an output for every step, or one for its last.</summary>
    bool EveryStep { get; }

    /// <summary>Whether <see cref="Step"/> exists: false where a layer looks ahead.</summary>
    bool Streams { get; }

    /// <summary>
    /// What it takes a missing value for. Where that is not the centre, it fills gaps itself: within a window from the window's first
    /// sample on, and along a stream.
    /// </summary>
    MissingRule Missing => MissingRule.Centre;

    /// <summary>Input values beyond the quantized range since the last <see cref="Reset"/>; 0 for float models.</summary>
    long SaturatedInputs => 0;

    /// <summary>
    /// Steps of layers since the last <see cref="Reset"/> in which a quantized state was cut off at the end of its range; 0 for float
    /// models.
    /// </summary>
    long SaturatedStates => 0;

    /// <summary>SHA-256 of the trained model's file, that of the original for an artifact; null where it is not known.</summary>
    string? SourceSha256 => null;

    /// <summary>What was said or guessed of the structure of a source that is weights alone, as --forward says it; else null.</summary>
    string? Forward => null;

    /// <summary>How its data were read in training, as far as it is known.</summary>
    DataRules Rules => DataRules.Unknown;

    /// <summary>
    /// What input <paramref name="input"/> is taken as where it is <paramref name="value"/>, which is not finite; the value itself where
    /// that goes into the arithmetic, or depends on the samples before it.
    /// </summary>
    float StandIn(int input, float value) => value;

    /// <summary>Inputs of the trained graph that give initial states.</summary>
    IReadOnlyList<StateShape> States => [];

    /// <summary>Gives the initial states [rows, width] of an input among <see cref="States"/>, from the next reset or window on.</summary>
    void SetInitialState(string name, float[] values) => throw new ArgumentException($"The model has no initial state '{name}'.", nameof(name));

    /// <summary>Outputs that a window of <paramref name="steps"/> samples gives.</summary>
    int OutputSteps(int steps) => EveryStep ? steps : 1;

    void Reset();

    /// <summary>Takes one sample [F], moves the state on by one step and gives [O].</summary>
    void Step(ReadOnlySpan<float> sample, Span<float> output);

    /// <summary>Runs one window [T,F] from reset, and gives [O], or [<see cref="OutputSteps"/>,O] where <see cref="EveryStep"/>.</summary>
    void Predict(ReadOnlySpan<float> window, Span<float> output)
    {
        Reset();
        for (int t = 0; t < window.Length / Inputs.Count; t++)
            Step(window.Slice(t * Inputs.Count, Inputs.Count), EveryStep ? output.Slice(t * Outputs.Count, Outputs.Count) : output);
    }
}
