namespace EdgeLstm.Quantize.Training.Losses;

/// <summary>Losses of one number, each with its derivative.</summary>
static class PointLosses
{
    /// <summary>Beyond this many units the PHM08 score goes on as a straight line: e^6 is a hundred times the slope at 14.</summary>
    public const double Phm08Edge = 60;

    public static (double Loss, double Slope) Huber(double d) => Math.Abs(d) <= 1 ? (d * d / 2, d) : (Math.Abs(d) - 0.5, Math.Sign(d));

    /// <summary><paramref name="d"/> = answer − truth in units of <paramref name="scale"/>; the slope is with respect to d.</summary>
    public static (double Loss, double Slope) Phm08(double d, double scale)
    {
        double error = d * scale, constant = error < 0 ? -13 : 10;
        double inside = Math.Clamp(error, -Phm08Edge, Phm08Edge);
        double e = Math.Exp(inside / constant);
        return (e - 1 + (error - inside) * e / constant, e / constant * scale);
    }

    public static (double Loss, double Slope) BinaryCrossEntropy(double logit, double target)
    {
        // log(1 + e^y) − t y, without overflow.
        double loss = Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit))) - target * logit;
        return (loss, 1 / (1 + Math.Exp(-logit)) - target);
    }
}
