using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>Two sets of predictions for the same samples, held against each other per output.</summary>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Title">What is held against what.</param>
sealed record Comparison(string Key, string Title, IReadOnlyList<OutputError> Outputs)
{
    /// <summary>
    /// Compares [N,S,O] with [N,S,O]; row s of each window stands for step <paramref name="firstStep"/> + s. A reference that begins
    /// later than the values (<paramref name="skip"/> rows per window) is compared from there on.
    /// </summary>
    public static Comparison Of(string key, string title, IReadOnlyList<Channel> channels, Predictions reference, Predictions value,
        int windows, int firstStep, int skip = 0)
    {
        var outputs = channels.Select(channel => new OutputError(channel)).ToArray();
        int referenceRows = reference.Values.Length / (windows * outputs.Length);
        int valueRows = value.Values.Length / (windows * outputs.Length);
        for (int n = 0; n < windows; n++)
        {
            for (int s = 0; s < (reference.Rows?[n] ?? referenceRows); s++)
            {
                for (int o = 0; o < outputs.Length; o++)
                    outputs[o].Add(n, firstStep + s,
                        reference.Values[(n * referenceRows + s) * outputs.Length + o],
                        value.Values[(n * valueRows + s + skip) * outputs.Length + o]);
            }
        }

        return new(key, title, outputs);
    }
}
