namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>What a stage's layer is made of.</summary>
/// <param name="Width">Gives how many features the stage has, or refuses the graph.</param>
/// <param name="Floats">Constants as float32, or refuses them.</param>
readonly record struct LayerParts(Func<int> Width, Func<double[], float[]> Floats);
