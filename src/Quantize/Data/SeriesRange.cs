namespace EdgeLstm.Quantize.Data;

/// <summary>Rows of a <see cref="Dataset"/> that follow each other in time: those of one machine or run.</summary>
/// <param name="Name">The machine's, as the table has it; empty where there is none.</param>
/// <param name="First">Its first row among the dataset's.</param>
readonly record struct SeriesRange(string Name, int First, int Rows);
