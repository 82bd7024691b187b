using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>A recurrent layer as it will be, but for what it reads.</summary>
sealed record RecurrentStage(string Name, int Source, RecurrentLayer Layer) : Stage(Name, [Source], Layer.Outputs);
