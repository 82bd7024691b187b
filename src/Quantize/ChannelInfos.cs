using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize;

/// <summary>Channels as the runtime's users know them.</summary>
static class ChannelInfos
{
    /// <summary>Of a float model, which cuts nothing off, and of outputs.</summary>
    public static IReadOnlyList<ChannelInfo> Of(IEnumerable<Channel> channels) =>
        [.. channels.Select(channel => new ChannelInfo(channel.Name, channel.Unit, float.NegativeInfinity, float.PositiveInfinity))];

    /// <summary>Of an artifact's inputs, as the generated class gives them.</summary>
    public static IReadOnlyList<ChannelInfo> Of(ModelArtifact model) => [.. model.Inputs.Select(input =>
    {
        var (min, max) = input.Range(model.Scheme) ?? (float.NegativeInfinity, float.PositiveInfinity);
        return new ChannelInfo(input.Name, input.Unit, min, max);
    })];
}
