namespace EdgeLstm.Quantize.Import;

/// <summary>Names of channels where the file has none: made of the tensor's name.</summary>
static class ChannelNames
{
    public static IEnumerable<(string Name, string Unit)> Default(string tensor, int width) =>
        Enumerable.Range(0, width).Select(i => (width == 1 ? tensor : $"{tensor}_{i}", ""));
}
