namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// The order in which a recurrent layer takes a window's samples. A bidirectional layer is two layers and a <see cref="ConcatLayer"/>.
/// </summary>
enum Direction
{
    Forward,

    /// <summary>Last sample first. Output t still belongs to sample t, so such a layer needs the whole window.</summary>
    Reverse,
}
