namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>W [4H, I], U [4H, H], Bias [4H] in canonical gate order; initial states [H].</summary>
sealed record LstmStage(string Name, int Source, float[] W, float[] U, float[] Bias, float[] InitialH, float[] InitialC)
    : Stage(Name, Source, InitialH.Length);
