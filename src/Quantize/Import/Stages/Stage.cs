namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>
/// One computation as the graph has it, before activations and affine steps are folded into layers. <paramref name="Source"/> is −1 for
/// the graph's input; <paramref name="Width"/> is null where it is the graph input's.
/// </summary>
abstract record Stage(string Name, int Source, int? Width);
