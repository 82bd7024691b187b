using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>A model's one answer to each window, from reset; of a model that answers at every step, the last.</summary>
static class WindowAnswers
{
    /// <param name="data">The windows.</param>
    /// <param name="done">Told how many windows are answered.</param>
    public static float[] Of(IPredictor model, Dataset data, CancellationToken cancel, Action<double> done)
    {
        int outputs = model.Outputs.Count, window = data.Steps;
        float[] found = Inference.Windows(model, data, cancel, done).Values;
        int perWindow = model.EveryStep ? model.OutputSteps(window) * outputs : outputs;
        return perWindow == outputs ? found : [.. found.Chunk(perWindow).SelectMany(answers => answers[^outputs..])];
    }
}
