using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Tool.Reports;

/// <summary>What <c>inspect</c> says of an imported network.</summary>
static class NetworkReport
{
    static readonly ReportColumn[] LayerColumns =
    [
        new("index", "#"), new("layer", "layer"), new("kind", "kind"), new("equation", "equation by"), new("source", "reads"),
        new("inputs", "in"), new("outputs", "out"),
        new("parameters", "parameters"), new("macsPerStep", "MACs/step"), new("float32Bytes", "float32 bytes"),
        new("int8Bytes", "int8 bytes"),
    ];

    static readonly ReportColumn[] ChannelColumns =
        [new("name", "name"), new("unit", "unit"), new("mean", "mean"), new("scale", "scale")];

    public static Report Make(Network network)
    {
        long float32 = network.Layers.Sum(StorageEstimate.Float32), int8 = network.Layers.Sum(StorageEstimate.Int8);
        long source = network.SourceWeightBytes > 0 ? network.SourceWeightBytes : float32; // what 'quantize' compares with
        return new()
        {
            Facts =
            [
                new("model", "model", network.Name),
                new("source", "source", network.Source),
                new("sha256", "SHA-256", network.SourceSha256),
                .. network.Producer is { } producer ? (Fact[])[new("producer", "written by", producer)] : [],
                .. network.Forward is { } forward ? (Fact[])[new("forward", "forward()", forward)] : [],
                new("accepted", "accepted", true),
                new("streams", "streams", new ReportCell(network.CanStream,
                    network.FirstWindowLayer is { } ahead ? $"no, '{ahead.Name}' needs the whole window" : "yes, sample by sample")),
                new("window", "window", network.Window is { } steps ? new ReportCell((long)steps, $"{steps} steps")
                    : new ReportCell(null, "any length")),
                new MadeFor(network.Rules, network.Window, network.CanStream).Fact,
                new("everyStep", "output", new ReportCell(
                    network.EveryStep, network.EveryStep ? "for every step, [N,T,O]" : "for the last step, [N,O]")),
                new("parameters", "parameters", network.Layers.Sum(layer => layer.Parameters)),
                new("macsPerStep", "MACs per step", network.Layers.Sum(layer => layer.MultiplyAccumulates)),
                new("float32Bytes", "float32 bytes", float32),
                new("sourceBytes", "float32 bytes in the file", source),
                new("int8Bytes", "int8 bytes", new ReportCell(
                    int8, $"{((ReportCell)int8).Text}, estimated ({ReportCell.Percent((double)int8 / source).Text} of the file's)")),
            ],
            Tables =
            [
                new("layers", "Layers", LayerColumns, network.Layers.Select((_, index) => LayerRow(network, index)).ToArray()),
                Channels("inputs", "Inputs: the model sees (value − mean) / scale", network.Inputs),
                Channels("outputs", "Outputs: value = model's · scale + mean", network.Outputs),
            ],
            Notes = network.Notes,
        };
    }

    static IReadOnlyList<ReportCell> LayerRow(Network network, int index)
    {
        var layer = network.Layers[index];
        return
        [
            index, layer.Name, layer.Title, EquationSource.Of(layer),
            string.Join(", ", layer.Sources.Select(source => source < 0 ? "input" : network.Layers[source].Name)), layer.Inputs,
            layer.Outputs,
            layer.Parameters, layer.MultiplyAccumulates, StorageEstimate.Float32(layer), StorageEstimate.Int8(layer),
        ];
    }

    static ReportTable Channels(string key, string title, IReadOnlyList<Channel> channels) =>
        new(key, title, ChannelColumns, channels.Select(channel =>
            (IReadOnlyList<ReportCell>)[channel.Name, channel.Unit, (double)channel.Mean, (double)channel.Scale]).ToArray());
}
