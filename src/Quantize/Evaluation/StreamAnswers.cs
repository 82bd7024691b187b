using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>
/// A model's answer at every sample that has a truth, its state carried on through each group. A model without a rule for missing values
/// is reset behind one, as it was in training.
/// </summary>
static class StreamAnswers
{
    public static float[] Of(IPredictor model, EvaluationWindows data, CancellationToken cancel, Action<double> done)
    {
        Inference.RequireStream(model);
        int outputs = model.Outputs.Count, at = 0;
        var answers = new float[data.Count * outputs];
        var answer = new float[outputs];
        for (int s = 0; s < data.Series.Count; s++)
        {
            cancel.ThrowIfCancellationRequested();
            model.Reset();
            for (int row = 0; row < data.Series[s].Rows; row++)
            {
                if (model.Missing.Kind != MissingKind.Centre || data.Series[s].IsWhole(row))
                    model.Step(data.Series[s].Row(row), answer);
                else
                    model.Reset();
                if (at < data.Count && data.Places[at] == (s, row))
                    answer.CopyTo(answers.AsSpan(at++ * outputs));
            }

            done(s + 1);
        }

        return answers;
    }
}
