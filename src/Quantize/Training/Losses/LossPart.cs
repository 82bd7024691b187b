namespace EdgeLstm.Quantize.Training.Losses;

/// <summary>A loss over some of the outputs.</summary>
/// <param name="Kind">Which.</param>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many; 0: all that follow.</param>
/// <param name="Scale">The target's own units in one unit of the network's output; what PHM08 is told in.</param>
readonly record struct LossPart(LossKind Kind, int First, int Count, double Scale);
