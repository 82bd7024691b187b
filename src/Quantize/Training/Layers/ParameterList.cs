namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>Hands out the places of a network's parameters in one vector, in the order in which they are asked for.</summary>
sealed class ParameterList
{
    readonly List<ParameterBlock> blocks = [];

    public IReadOnlyList<ParameterBlock> Blocks => blocks;

    public int Count { get; private set; }

    public ParameterBlock Add(string name, ParameterKind kind, int rows, int columns, Range choosing = default)
    {
        var block = new ParameterBlock(name, kind, Count, rows, columns, choosing);
        blocks.Add(block);
        Count += block.Length;
        return block;
    }
}
