using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Kernels;
using EdgeLstm.Quantize.Passes.Compressing;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>
/// Rows of one product over inputs and recurrent values, or over one of the two, rounded so that the largest possible sums stay inside an
/// int32, which the artifact's reader demands; and, where all rows of a layer are int8 and meet int8 activations, so that
/// <see cref="PairSums"/> fit: that costs them a fifth of a bit and spares x64 processors a quarter of their multiplies.
/// </summary>
sealed partial class RowQuantization
{
    // A coarser scale than the finest is now and then the luckier one, and the fewer the columns, the more: to round a row costs their
    // square.
    const int ScaleWork = 1 << 22, FewestScales = 9, MaxScales = 81;
    const int MaxTries = 1000; // each is at least so much coarser that a few do, or a few dozen
    const double CoarsestScale = 1.4, SumLimit = 1 << 30;

    readonly int _inputs, _recurrent, _limit, _scales, _section;
    readonly bool _inPairs;
    readonly double[] _centre, _step, _power; // power: Σ of squared activations
    readonly CompensatedRounding _rounding;
    readonly double _xPower, _rPower; // the same of all inputs and of all that recurs
    readonly double _steps; // that they are sums over

    /// <param name="x">What the inputs' units mean; of no features where the rows read none.</param>
    /// <param name="r">The same of what recurs.</param>
    /// <param name="moments">[X + R + 1] Σ z zᵀ with z = [x, r, 1].</param>
    /// <param name="searchesScales">Whether rows of full width try several scales and keep the one whose rounding makes the least
    /// noise.</param>
    /// <param name="pairSection">Weights of what recurs that stand side by side where the sums of two tiles are to fit an int16; 0: they
    /// need not.</param>
    public RowQuantization(ActivationScale x, ActivationScale r, Scheme scheme, double[,] moments, bool searchesScales = false,
        int pairSection = 0)
    {
        (_inPairs, _section) = (scheme == Scheme.Int8 && pairSection > 0, pairSection);
        (_inputs, _recurrent, _limit) = (x.Step.Length, r.Step.Length, ArtifactRange.ActivationLimit(scheme));
        _scales = searchesScales ? Math.Clamp(ScaleWork / Math.Max(1, (_inputs + _recurrent) * (_inputs + _recurrent)), FewestScales,
            MaxScales) : 1;
        _centre = [.. x.Centre, .. r.Centre];
        _step = [.. x.Step, .. r.Step];
        double[,] scaled = ActivationMoments.Of(moments, _centre, _step);
        _rounding = new(scaled);
        _power = [.. Enumerable.Range(0, _inputs + _recurrent).Select(k => scaled[k, k])];
        if (_power.All(p => p == 0))
            Array.Fill(_power, 1); // nothing moved: nothing is known, and all count alike
        (_xPower, _rPower) = (_power[.._inputs].Sum(), _power[_inputs..].Sum());
        _steps = Math.Max(1, moments[_inputs + _recurrent, _inputs + _recurrent]);
    }

    /// <summary>One row; <paramref name="q"/> [X + R] receives its weights.</summary>
    /// <param name="w">[X].</param>
    /// <param name="u">[R].</param>
    /// <param name="bias">In the network's units.</param>
    /// <param name="unit">Units of the pre-activation per 1.</param>
    /// <param name="form">How it will be stored; null: with constants of full width.</param>
    /// <param name="q">−127 … 127: with <paramref name="form"/>, levels times their step.</param>
    public QuantizedRow Row(ReadOnlySpan<float> w, ReadOnlySpan<float> u, double bias, double unit, CompressedForm? form,
        GroupLimits limits, Span<sbyte> q)
    {
        double sumLimit = SumLimit, minX = 0, minR = 0;
        for (int tried = 0; tried < MaxTries; tried++)
        {
            var row = Best(w, u, bias, unit, form, limits, q, sumLimit, minX, minR, out double sumUnit);
            Span<sbyte> x = q[.._inputs], r = q[_inputs..];
            double sum = (_limit * Sum(x) + Math.Abs((double)row.Bias)) * (1 << row.Shift) + _limit * Sum(r);
            if (sum * Math.Max(1, row.Multiplier) >= 1.99 * (1 << 30))
                sumLimit /= 2; // half of an int32 leaves room for what compensation adds to the weights; where it adds more than that, coarser units make room
            else if (Math.Abs((double)row.Bias) > limits.MaxBias)
                minX = Math.Max(minX, sumUnit * (1 << row.Shift) * GroupLimits.More * Math.Abs((double)row.Bias) / limits.MaxBias);
            else if (!Fits(q))
                (minX, minR) = (FitsX(x) ? minX : sumUnit * (1 << row.Shift) * Coarser(x, _inputs),
                    FitsR(r) ? minR : sumUnit * Coarser(r, _section));
            else
                return row;
        }

        throw Immoderate("a row of weights for which no step was found that an int32's sum holds");
    }

    /// <summary>A search for steps that fit ran out.</summary>
    public static ModelException Immoderate(string found) => new(
        ErrorCatalogue.NotQuantizable, found, "weights and activations of a moderate size",
        "calibrate with data in the units that the model was trained in, or quantize with --scheme float32");

    /// <summary>
    /// Of all scales tried, the row whose rounding makes the least noise on the calibration data; one that fits before one that does not.
    /// </summary>
    QuantizedRow Best(ReadOnlySpan<float> w, ReadOnlySpan<float> u, double bias, double unit, CompressedForm? form, GroupLimits limits,
        Span<sbyte> q,
        double sumLimit, double minX, double minR, out double sumUnit)
    {
        var best = Row(w, u, bias, unit, form, limits, q, sumLimit, minX, minR, 1, out sumUnit, out double least);
        bool fits = Fits(q);
        var tried = new sbyte[q.Length];
        for (int k = 1; k < _scales && form is null; k++)
        {
            double coarseness = 1 + (CoarsestScale - 1) * k / (_scales - 1);
            var row = Row(w, u, bias, unit, form, limits, tried, sumLimit, minX, minR, coarseness, out double triedUnit, out double noise);
            bool triedFits = Fits(tried);
            if (triedFits == fits ? noise >= least : fits)
                continue;
            (best, least, fits, sumUnit) = (row, noise, triedFits, triedUnit);
            tried.CopyTo(q);
        }

        return best;
    }

    /// <summary>Whether two tiles' sums do, where it counts.</summary>
    bool Fits(ReadOnlySpan<sbyte> q) =>
        !_inPairs || (FitsX(q[.._inputs]) && FitsR(q[_inputs..]));

    /// <summary>Half way to units in which the sums of two tiles fit: rounding anew with them changes the sums too.</summary>
    static double Coarser(ReadOnlySpan<sbyte> row, int section) => 0.5 + 0.5 * PairSums.Largest(row, section) / PairSums.Max;

    bool FitsX(ReadOnlySpan<sbyte> x) => PairSums.Fit(x, _inputs);

    bool FitsR(ReadOnlySpan<sbyte> r) => PairSums.Fit(r, _section);

    QuantizedRow Row(ReadOnlySpan<float> w, ReadOnlySpan<float> u, double bias, double unit, CompressedForm? form, GroupLimits limits,
        Span<sbyte> q,
        double sumLimit, double minX, double minR, double coarseness, out double sumUnit, out double noise)
    {
        double[] weights = Weights(w, u, bias);
        // Everything is summed in units of U·r: no smaller than keeps the largest possible sum inside an int32.
        double largest = Largest(weights, form is null ? null : unit), least = Math.Max(largest / sumLimit, 1e-12);

        // Nor may the pre-activation leave an int32 before it saturates: beyond 2^30, 32,768 times what saturates a gate, a steeper one is
        // the same.
        unit = Math.Min(unit, sumLimit / largest);
        least = Math.Max(least, limits.MinMultiplier / unit);
        bool hasLevels = HasLevels(form);
        (sumUnit, int shift, int levelStep) = hasLevels
            ? LevelUnits(form!, weights, Math.Max(least, minX / (1 << limits.Shift)), limits.Shift)
            : Units(Math.Max(Max(weights.AsSpan(0, _inputs)) / 127, minX),
                Math.Max(Max(weights.AsSpan(_inputs, _recurrent)) / 127, Math.Max(least, minR)));
        sumUnit *= coarseness;

        float multiplier = (float)(sumUnit * unit);
        if (form is not null)
            multiplier = SixBits(multiplier, up: !hasLevels);
        sumUnit = multiplier / unit; // what the rounded constant really means
        double xUnit = sumUnit * (1 << shift);

        int rStep = hasLevels ? PackedRows.MaxStep(form!.Form) : 1;
        var scale = new double[_inputs + _recurrent];
        scale.AsSpan(0, _inputs).Fill(levelStep * xUnit);
        scale.AsSpan(_inputs).Fill(rStep * sumUnit);
        double rest = _rounding.Round(weights, scale, q, hasLevels ? PackedRows.MaxLevel(form!.Form) : 127, out noise) / xUnit;
        for (int k = 0; k < q.Length; k++)
            q[k] = (sbyte)(q[k] * (k < _inputs ? levelStep : rStep));

        double maxBias = Math.Floor(sumLimit / (1 << shift));
        return new(multiplier, (int)Math.Clamp(Math.Round(rest), -maxBias, maxBias), (byte)shift, (byte)levelStep);
    }

    static bool HasLevels(CompressedForm? form) => form is not null && form.Form != RowForm.Int8;

    /// <summary>The row per activation unit, and the bias with the inputs' centres in it, last.</summary>
    double[] Weights(ReadOnlySpan<float> w, ReadOnlySpan<float> u, double bias)
    {
        var weights = new double[_inputs + _recurrent + 1];
        weights[^1] = bias;
        for (int k = 0; k < _inputs + _recurrent; k++)
        {
            float weight = k < _inputs ? w[k] : u[k - _inputs];
            weights[k] = weight * _step[k];
            weights[^1] += weight * _centre[k];
        }

        return weights;
    }

    /// <summary>The largest possible sum. A compressed row's bias is no larger after that than its group can bear.</summary>
    double Largest(double[] weights, double? compressedUnit)
    {
        double reach = _limit * Sum(weights.AsSpan(0, _inputs + _recurrent));
        if (compressedUnit is { } unit)
            weights[^1] = GroupLimits.Bias(weights[^1], reach, unit);
        return reach + Math.Abs(weights[^1]);
    }

    /// <summary>
    /// As <see cref="Units"/> for rows of few levels: the unit of U·r, the shift, and how many units of W·x a level of W counts.
    /// </summary>
    (double Unit, int Shift, int Step) LevelUnits(CompressedForm form, double[] weights, double least, int shift)
    {
        var (x, r) = LevelValues(form, weights);
        return LevelUnits(x, r, PackedRows.MaxStep(form.Form), least, shift);
    }

    /// <summary>
    /// A level of U counts <paramref name="most"/> units, and one of W no more: where U's are too small for that, W's decide.
    /// </summary>
    static (double Unit, int Shift, int Step) LevelUnits(double x, double r, int most, double least, int shift)
    {
        double unit = Math.Max(r / most, least);
        if (Math.Round(x / (unit * (1 << shift))) > most) // 0, too, where neither U nor the sum asks for more
            unit = x / most / (1 << shift);
        return (unit, shift, unit == 0 ? 0 : (int)Math.Clamp(Math.Round(x / (unit * (1 << shift))), 0, most));
    }

    (double X, double R) LevelValues(CompressedForm form, double[] weights) =>
        (LevelValue(form, form.Round, weights, 0, _inputs), LevelValue(form, form.RoundU ?? form.Round, weights, _inputs, _recurrent));

    /// <summary>
    /// What a level is worth, per activation unit: as the user says, or so that rounding makes the least noise on the calibration data.
    /// </summary>
    double LevelValue(CompressedForm form, double? round, double[] weights, int start, int count)
    {
        if (count == 0)
            return 0;
        if (round is { } given)
            return given * _step[start];
        int levels = PackedRows.MaxLevel(form.Form);
        double most = Max(weights.AsSpan(start, count)) / levels, best = most, least = double.PositiveInfinity;
        for (int share = 100; share >= 20 && most > 0; share--)
        {
            double value = most * share / 100, noise = LevelNoise(weights, start, count, value, levels);
            if (noise < least)
                (best, least) = (value, noise);
        }

        return best;
    }

    /// <summary>Of weights that are rounded to their nearest level, over the calibration data.</summary>
    double LevelNoise(double[] weights, int start, int count, double value, int levels)
    {
        double noise = 0;
        for (int k = start; k < start + count; k++)
        {
            double error = value == 0 ? weights[k] : weights[k] - value * Math.Clamp(Math.Round(weights[k] / value), -levels, levels);
            noise += _power[k] * error * error;
        }

        return noise;
    }

    /// <summary>
    /// A float of six bits' mantissa: no smaller, since coarser units hold every weight and finer ones would clip the largest; or the
    /// nearest, which keeps what a level is worth.
    /// </summary>
    static float SixBits(float value, bool up) =>
        BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) + (up ? 0x1ffffu : 0x10000u)) & 0xfffe0000);

    /// <summary>
    /// The unit of U·r, and the shift to the coarser unit of W·x: of all pairs that hold both matrices in ±127, the one whose rounding
    /// makes the least noise on the calibration data. Where W would need a finer unit than U, it takes U's: its noise per column is then no
    /// more than theirs.
    /// </summary>
    (double Unit, int Shift, int Step) Units(double minX, double minR)
    {
        var (best, bestShift, least) = (0.0, 0, double.PositiveInfinity);
        for (int shift = 0; shift <= ArtifactRange.MaxShift; shift++)
        {
            double unit = Math.Max(minR, minX / (1 << shift));
            double noise = unit * unit * (_rPower + _xPower * (1 << (2 * shift)));
            if (noise < least)
                (best, bestShift, least) = (unit, shift, noise);
        }

        return (best, bestShift, 1);
    }

    static double Max(ReadOnlySpan<double> values)
    {
        double max = 0;
        foreach (double v in values)
            max = Math.Max(max, Math.Abs(v));
        return max;
    }

    static long Sum(ReadOnlySpan<sbyte> values)
    {
        long sum = 0;
        foreach (sbyte v in values)
            sum += Math.Abs((int)v);
        return sum;
    }

    static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double v in values)
            sum += Math.Abs(v);
        return sum;
    }
}
