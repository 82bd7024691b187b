namespace EdgeLstm.Quantize.Passes;

/// <summary>Second moments in activation units.</summary>
static class ActivationMoments
{
    /// <summary>Those of some columns.</summary>
    public static double[,] Part(double[,] moments, int[] columns)
    {
        var part = new double[columns.Length, columns.Length];
        for (int i = 0; i < columns.Length; i++)
            for (int j = 0; j < columns.Length; j++)
                part[i, j] = moments[columns[i], columns[j]];
        return part;
    }

    /// <summary>Σ z' z'ᵀ for z' = [(z − centre) / step, 1], from Σ z zᵀ of z = [z, 1].</summary>
    public static double[,] Of(double[,] moments, double[] centre, double[] step)
    {
        int last = centre.Length;
        var result = new double[last + 1, last + 1];
        for (int i = 0; i <= last; i++)
        {
            double ci = i < last ? centre[i] : 0, si = i < last ? step[i] : 1;
            for (int j = 0; j <= last; j++)
            {
                double cj = j < last ? centre[j] : 0, sj = j < last ? step[j] : 1;
                result[i, j] = (moments[i, j] - ci * moments[last, j] - cj * moments[i, last] + ci * cj * moments[last, last]) / (si * sj);
            }
        }

        return result;
    }
}
