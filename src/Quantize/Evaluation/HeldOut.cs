using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>
/// One output of a trained model over the data held out, in its own unit: what it answered, and the truth; a group's samples follow each
/// other.
/// </summary>
sealed record HeldOut(string Name, string Unit, TaskKind Task, IReadOnlyList<(string Group, double Found, double True)> Answers)
{
    public static IReadOnlyList<HeldOut> Of(TrainingResult model, LossKind numbers) => Of(model, numbers, model.Data.Validation);

    /// <summary>
    /// What a model of normal samples is wrong by on those: the ones held out, or where there are none those learned from.
    /// </summary>
    public static AnomalyRule Normal(TrainingResult model, LossKind numbers)
    {
        var outputs = Of(model, numbers, model.Data.Validation.Length > 0 ? model.Data.Validation : model.Data.Train);
        return AnomalyRule.Of([.. Enumerable.Range(0, outputs[0].Answers.Count)
            .Select(n => (double[])[.. outputs.Select(output => output.Answers[n].True - output.Answers[n].Found)])]);
    }

    static IReadOnlyList<HeldOut> Of(TrainingResult model, LossKind numbers, int[] windows)
    {
        var (data, set) = (model.Data, model.Data.Windows);
        if (windows.Length == 0)
            return [];
        var answers = new float[windows.Length * set.AnswerSteps * set.Outputs];
        model.Network.Pack(model.Network.Parameters);
        new BatchEngine<float>(model.Network, new(numbers), set, model.Options.Batch, model.Options.Threads).Evaluate(windows, answers);
        return [.. data.Heads.SelectMany(head => Enumerable.Range(head.First, head.Count).Select(
            o => new HeldOut(data.Outputs[o].Name, data.Outputs[o].Unit, head.Task, [.. Output(data, windows, answers, head, o)])))];
    }

    static IEnumerable<(string Group, double Found, double True)> Output(Training.Data.TrainingData data, int[] windows, float[] answers,
        OutputHead head, int output)
    {
        var (set, channel) = (data.Windows, data.Outputs[output]);
        for (int n = 0; n < windows.Length; n++)
        {
            int window = windows[n];
            string group = data.Groups.Count > 0 ? data.Groups[window] : "";
            for (int step = 0; step < (set.Lengths?[window] ?? 1); step++)
            {
                float expected = set.Target(window, step)[output];
                int at = (n * set.AnswerSteps + step) * set.Outputs;
                if (!float.IsNaN(expected))
                    yield return (group, head.Task == TaskKind.Classification
                        ? Probability(answers.AsSpan(at + head.First, head.Count), output - head.First)
                        : answers[at + output] * channel.Scale + channel.Mean, expected * channel.Scale + channel.Mean);
            }
        }
    }

    static double Probability(ReadOnlySpan<float> logits, int output)
    {
        if (logits.Length == 1)
            return 1 / (1 + Math.Exp(-logits[0]));
        double largest = System.Numerics.Tensors.TensorPrimitives.Max(logits), sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - largest);
        return Math.Exp(logits[output] - largest) / sum;
    }
}
