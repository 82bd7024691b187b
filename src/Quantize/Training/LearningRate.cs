namespace EdgeLstm.Quantize.Training;

/// <summary>The rate of each epoch, out of the history: a resumed run needs nothing else.</summary>
static class LearningRate
{
    const double CosineEnd = 0.01;
    const int PlateauEpochs = 5;

    public static double In(int epoch, TrainingOptions options, IReadOnlyList<EpochResult> history) => options.LearningRate * options.Schedule switch
    {
        ScheduleKind.Cosine => CosineEnd + (1 - CosineEnd) * (1 + Math.Cos(Math.PI * epoch / options.Epochs)) / 2,
        ScheduleKind.Plateau => Math.Pow(0.5, Plateaus(history)),
        _ => 1,
    };

    static int Plateaus(IReadOnlyList<EpochResult> history)
    {
        int plateaus = 0, since = 0;
        foreach (var epoch in history)
        {
            since = epoch.IsBest ? 0 : since + 1;
            if (since == PlateauEpochs)
                (plateaus, since) = (plateaus + 1, 0);
        }

        return plateaus;
    }
}
