using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>A stage that is a layer by itself, whatever stands around it.</summary>
abstract record LayerStage(string Name, int[] Sources, int? Width) : Stage(Name, Sources, Width)
{
    /// <summary>The layer.</summary>
    /// <param name="sources">The layers that it reads.</param>
    /// <param name="parts">What it is made of.</param>
    public abstract Layer Make(IReadOnlyList<int> sources, LayerParts parts);
}
