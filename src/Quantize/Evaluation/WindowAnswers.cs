using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>A model's one answer to each window, from reset; of a model that answers at every step, the last.</summary>
static class WindowAnswers
{
    /// <param name="values">[windows][samples][inputs].</param>
    /// <param name="window">Samples of one.</param>
    /// <param name="done">Told how many windows are answered.</param>
    public static float[] Of(IPredictor model, float[] values, int window, CancellationToken cancel, Action<double> done)
    {
        int features = model.Inputs.Count, outputs = model.Outputs.Count;
        var data = new Dataset(Windows(model, values, window), window, features, values);
        float[] found = Inference.Windows(model, data, cancel, done).Values;
        int perWindow = model.EveryStep ? model.OutputSteps(window) * outputs : outputs;
        return perWindow == outputs ? found : [.. found.Chunk(perWindow).SelectMany(answers => answers[^outputs..])];
    }

    /// <summary>How many windows values are.</summary>
    public static int Windows(IPredictor model, float[] values, int window) => values.Length / (window * model.Inputs.Count);
}
