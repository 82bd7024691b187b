namespace EdgeLstm.Quantize.Reference.OnnxRuntime;

/// <summary>How many rows each of a graph's outputs has: their values, and which steps the network's heads have, leave one way.</summary>
static class OutputRows
{
    /// <summary>Null where none fits.</summary>
    /// <param name="rows">Steps that heads have, the likeliest first.</param>
    /// <param name="width">Of all outputs together.</param>
    public static int[]? Find(IReadOnlyList<OnnxTensor> outputs, IReadOnlyList<int> rows, int width)
    {
        var found = new int[outputs.Count];
        return Fits(0, width) ? found : null;

        bool Fits(int at, int left)
        {
            if (at == outputs.Count)
                return left == 0;
            foreach (int count in rows)
            {
                var (values, shape) = outputs[at];
                // A single step may have lost its axis; several are one.
                if (values.Length % count != 0 || count > 1 && !shape.Contains(count))
                    continue;
                found[at] = count;
                if (Fits(at + 1, left - values.Length / count))
                    return true;
            }

            return false;
        }
    }

    /// <summary>
    /// The outputs side by side in rows, as <see cref="FloatRunner"/> has them: those with fewer rows end with the last, and their first
    /// stands in front. An output of one step has no value in other rows, where a model that streams has its own: NaN.
    /// </summary>
    public static void Join(IReadOnlyList<OnnxTensor> outputs, int[] rows, int width, Span<float> into)
    {
        int all = rows.Max(), first = all - into.Length / width, column = 0;
        for (int k = 0; k < outputs.Count; k++)
        {
            int own = outputs[k].Values.Length / rows[k];
            for (int row = first; row < all; row++)
                if (rows[k] == 1 && row < all - 1)
                    into.Slice((row - first) * width + column, own).Fill(float.NaN);
                else
                    outputs[k].Values.AsSpan(Math.Max(0, row + rows[k] - all) * own, own)
                        .CopyTo(into[((row - first) * width + column)..]);
            column += own;
        }
    }
}
