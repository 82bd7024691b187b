using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize;

/// <summary>Channels as the runtime's users know them.</summary>
static class ChannelInfos
{
    /// <summary>Of a float model, which cuts nothing off.</summary>
    public static IReadOnlyList<ChannelInfo> Of(IEnumerable<Channel> channels) =>
        [.. channels.Select(channel => Whole(channel.Name, channel.Unit))];

    /// <summary>Of an artifact, as the generated class gives them.</summary>
    public static IReadOnlyList<ChannelInfo> InputsOf(ModelArtifact model) => [.. model.Inputs.Select(input =>
        input.Range(model.Scheme) is var (min, max) ? new(input.Name, input.Unit, min, max) : Whole(input.Name, input.Unit))];

    /// <summary>Likewise.</summary>
    public static IReadOnlyList<ChannelInfo> OutputsOf(ModelArtifact model) =>
        [.. model.Outputs.Select(output => Whole(output.Name, output.Unit))];

    static ChannelInfo Whole(string name, string unit) => new(name, unit, float.NegativeInfinity, float.PositiveInfinity);
}
