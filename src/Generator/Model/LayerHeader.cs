namespace EdgeLstm.Generator.Model;

/// <summary>What every layer has.</summary>
/// <param name="Name">The source graph's name.</param>
/// <param name="Sources">Indices of the layers that this one reads, −1 for the model's input.</param>
/// <param name="Inputs">Features in: of all sources together where they stand side by side.</param>
/// <param name="Outputs">Features out: hidden units, rows, channels.</param>
sealed record LayerHeader(string Name, IReadOnlyList<int> Sources, int Inputs, int Outputs);
