using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Passes.Compressing;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>
/// What rows of a compressed group share. A row that needs more of it than the others, as one without weights does, whose bias is all, or
/// one whose W and U differ much in size, gives way
/// where the others would lose more: what is shared is what makes the least noise over all of them.
/// </summary>
sealed partial class RowQuantization
{
    /// <summary>
    /// A column that stood still in the calibration data may move yet: it counts as one that moves by so much of its largest value.
    /// </summary>
    const double MinMove = 1.0 / 16;

    /// <summary>
    /// The largest shift that a row wants keeps every level of U as it was fitted. It is left where that spares a tenth of the noise.
    /// </summary>
    const double MuchLess = 0.9;

    /// <summary>The shift between the units of W·x and U·r that rows with levels share.</summary>
    public int SharedShift(RowGroup group, CompressedForm form)
    {
        int units = group.Bias.Length, most = PackedRows.MaxStep(form.Form), levels = PackedRows.MaxLevel(form.Form), shift = 0;
        if (!HasLevels(form))
            return 0;
        var rows = new (double[] Weights, double X, double R, double Least)[units];
        Parallel.For(0, units, k =>
        {
            var (w, u) = group.Row(k);
            double[] weights = Weights(w, u, group.Bias.Span[k]);
            var (x, r) = LevelValues(group.Form(form, k)!, weights);
            rows[k] = (weights, x, r, Largest(weights, group.Unit) / SumLimit);
        });
        foreach (var (_, x, r, least) in rows)
            while (r > 0 && shift < ArtifactRange.MaxShift && Math.Round(x / (Math.Max(r / most, least) * (1 << shift))) > most)
                shift++;

        double[] noises = [.. Enumerable.Range(0, shift + 1).AsParallel().AsOrdered().Select(tried => rows.Sum(row =>
        {
            var (unit, _, step) = LevelUnits(row.X, row.R, most, row.Least, tried);
            return LevelNoise(row.Weights, 0, _inputs, step * unit * (1 << tried), levels)
                + LevelNoise(row.Weights, _inputs, _recurrent, most * unit, levels);
        }))];
        int best = Array.IndexOf(noises, noises.Min());
        return noises[best] < MuchLess * noises[shift] ? best : shift;
    }

    /// <summary>
    /// The biases' shift, and how far apart multipliers may be, for rows that would each by itself be as <paramref name="rows"/>.
    /// </summary>
    public GroupLimits Limits(CompressedForm form, IReadOnlyList<(QuantizedRow Constants, sbyte[] W, sbyte[] U)> rows, int shift)
    {
        bool[] empty = [.. rows.Select(row => !row.W.AsSpan().ContainsAnyExcept((sbyte)0) && !row.U.AsSpan().ContainsAnyExcept((sbyte)0))];
        var (best, least) = (GroupLimits.None, double.PositiveInfinity);
        for (int biasShift = 0; biasShift <= GroupLimits.MaxBiasShift; biasShift++)
        {
            double noise = 0, maxBias = GroupLimits.Most(biasShift);
            double[] multipliers = new double[rows.Count];
            for (int pass = 0; pass < 2; pass++) // once more with the least multiplier that is known by then
            {
                double floor = pass == 0 ? 0 : GroupLimits.Least(multipliers.Max());
                noise = 0;
                for (int k = 0; k < rows.Count; k++)
                {
                    var row = rows[k].Constants;
                    double own = row.Multiplier, x = own * (1 << row.Shift), needed = x * Math.Abs((double)row.Bias) / maxBias;
                    var (unit, between) = HasLevels(form)
                        ? (Math.Max(Math.Max(own, floor), needed / (1 << shift)), shift)
                        : Units(Math.Max(x, needed), Math.Max(own, floor)) is var found ? (found.Unit, found.Shift) : default;
                    multipliers[k] = unit;
                    noise += unit * unit * RowNoise(form, between, biasShift, empty[k]);
                }
            }

            if (noise < least)
                (best, least) = (new(GroupLimits.Least(multipliers.Max()), shift, maxBias), noise);
        }

        return best;
    }

    /// <summary>What rounding a row's weights and its bias makes of noise in a step, in parts of its unit.</summary>
    double RowNoise(CompressedForm form, int shift, int biasShift, bool isEmpty)
    {
        double x = Math.ScaleB(1, 2 * shift), bias = Math.ScaleB(1, 2 * (shift + biasShift)), still = _limit * MinMove;
        double level = isEmpty ? 0 : HasLevels(form) ? PackedRows.MaxStep(form.Form) : 1;
        return bias + level * level * ((_rPower + x * _xPower) / _steps + still * still * (_recurrent + x * _inputs));
    }
}
