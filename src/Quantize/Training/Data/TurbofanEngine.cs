namespace EdgeLstm.Quantize.Training.Data;

/// <summary>One turbofan engine's life, or the beginning of one: [cycles, sensors] of the sensors that are used.</summary>
sealed record TurbofanEngine(int Unit, IReadOnlyList<float[]> Cycles);
