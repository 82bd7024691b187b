namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>Hands out the places of a network's parameters in one vector, in the order in which they are asked for.</summary>
sealed class ParameterList
{
    readonly List<ParameterBlock> _blocks = [];

    public IReadOnlyList<ParameterBlock> Blocks => _blocks;

    public int Count { get; private set; }

    public ParameterBlock Add(string name, ParameterKind kind, int rows, int columns, Range choosing = default)
    {
        var block = new ParameterBlock(name, kind, Count, rows, columns, choosing);
        _blocks.Add(block);
        Count += block.Length;
        return block;
    }
}
