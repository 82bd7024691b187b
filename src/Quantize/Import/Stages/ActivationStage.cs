using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

sealed record ActivationStage(string Name, int Source, int? Width, Activation Activation) : Stage(Name, [Source], Width);
