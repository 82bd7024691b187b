namespace EdgeLstm.Quantize.Training.Losses;

/// <summary>A loss over some of the outputs.</summary>
/// <param name="First">The first output that it is of.</param>
/// <param name="Count">Outputs; 0: all that follow.</param>
/// <param name="Scale">The target's own units in one unit of the network's output; what PHM08 is told in.</param>
readonly record struct LossPart(LossKind Kind, int First, int Count, double Scale);
