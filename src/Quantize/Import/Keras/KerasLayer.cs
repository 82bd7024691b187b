namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>A layer as the architecture has it.</summary>
/// <param name="Config">Its own settings, and who it is for messages.</param>
/// <param name="ContainerName">What an archive calls it: its class in snake case, counted, and not its own name.</param>
sealed record KerasLayer(LayerConfig Config, string ContainerName, IReadOnlyList<KerasCall> Calls)
{
    public string ClassName => Config.ClassName;

    public string Name => Config.Name;
}
