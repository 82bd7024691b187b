namespace EdgeLstm.Quantize.Graph;

/// <summary>What a level of each row of an LSTM layer is worth, in the network's own units.</summary>
/// <param name="W">[4·H]; of the first input that is read, where inputs have units of their own. 0: the row has no levels.</param>
/// <param name="U">[4·H], likewise.</param>
sealed record LevelSteps(IReadOnlyList<double> W, IReadOnlyList<double> U);
