using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Tool.Reports;

/// <summary>What <c>inspect</c> says of an artifact.</summary>
static class ArtifactReport
{
    static readonly ReportColumn[] LayerColumns =
    [
        new("index", "#"), new("layer", "layer"), new("kind", "kind"), new("equation", "equation by"), new("source", "reads"),
        new("inputs", "in"), new("outputs", "out"),
        new("macsPerStep", "MACs/step"), new("bytes", "bytes"), new("cellBits", "cell bits"), new("hiddenScale", "h scale"),
    ];

    static readonly ReportColumn[] InputColumns =
        [new("name", "name"), new("unit", "unit"), new("mean", "mean"), new("scale", "scale"), new("lowest", "lowest"),
            new("highest", "highest")];

    static readonly ReportColumn[] OutputColumns = [new("name", "name"), new("unit", "unit"), new("mean", "mean"), new("scale", "scale")];

    public static Report Make(ModelArtifact model) => new()
    {
        Facts =
        [
            new("model", "model", model.Name),
            new("scheme", "scheme", model.Scheme.ToString().ToLowerInvariant()),
            new("source", "source", model.Provenance.SourceFile),
            new("sourceSha256", "source SHA-256", model.Provenance.SourceSha256),
            .. model.Provenance.Forward is { } forward ? (Fact[])[new("forward", "forward()", forward)] : [],
            new("tool", "written by", $"edgelstm {model.Provenance.ToolVersion}"),
            new("sha256", "SHA-256", model.Sha256),
            new("accepted", "accepted", true),
            new("window", "window", model.Window is { } steps ? new ReportCell((long)steps, $"{steps} steps")
                : new ReportCell(null, "any length")),
            new MadeFor(model).Fact,
            new("warmUpSteps", "warm-up", new ReportCell((long)model.WarmUpSteps, $"{model.WarmUpSteps} steps")),
            new("everyStep", "output", new ReportCell(
                model.EveryStep, model.EveryStep ? "for every step, [N,T,O]" : "for the last step, [N,O]")),
            new("macsPerStep", "MACs per step", ArtifactWork.MultiplyAccumulates(model)),
            new("weightBytes", "constants", new ReportCell((long)model.WeightBytes, Size(model))),
            .. Memory(model),
        ],
        Tables =
        [
            new("layers", "Layers", LayerColumns, model.Layers.Select((_, index) => LayerRow(model, index)).ToArray()),
            new("inputs", "Inputs: the model sees (value − mean) / scale; values beyond lowest and highest saturate", InputColumns,
                model.Inputs.Select(input => InputRow(model.Scheme, input)).ToArray()),
            new("outputs", "Outputs: value = model's · scale + mean", OutputColumns,
                model.Outputs.Select(o => (IReadOnlyList<ReportCell>)[o.Name, o.Unit, (double)o.Mean, (double)o.Scale]).ToArray()),
        ],
    };

    /// <summary>What a stream's state takes, or a window's workspace.</summary>
    static IEnumerable<Fact> Memory(ModelArtifact model)
    {
        if (model.CanStream)
        {
            long bytes = StateLayout.Of(model).Bytes;
            yield return new("stateBytes", "state", new ReportCell(bytes, $"{bytes:N0} bytes per stream"));
            yield break;
        }

        int samples = model.Window ?? model.Plan.MinSamples;
        long workspace = Workspace.Of(model).Bytes(samples);
        yield return new("streams", "streams", new ReportCell(false, "no: " + model.Plan.WhyWindows));
        yield return new("workspaceBytes", "workspace",
            new ReportCell(workspace, $"{workspace:N0} bytes for a window of {samples} samples"));
    }

    static string Size(ModelArtifact model) => model.Provenance.SourceWeightBytes > 0
        ? $"{model.WeightBytes:N0} bytes, {ReportCell.Percent((double)model.WeightBytes / model.Provenance.SourceWeightBytes).Text} of {model.Provenance.SourceWeightBytes:N0} in float32"
        : $"{model.WeightBytes:N0} bytes";

    static IReadOnlyList<ReportCell> LayerRow(ModelArtifact model, int index)
    {
        var layer = model.Layers[index];
        bool integers = model.Scheme != Scheme.Float32;
        return
        [
            index, layer.Name, Kind(layer), EquationSource.Of(layer, model.Scheme),
            string.Join(", ", layer.Sources.Select(source => source < 0 ? "input" : model.Layers[source].Name)), layer.Inputs,
            layer.Outputs,
            ArtifactWork.MultiplyAccumulates(layer), layer.Data.Length + layer.Initial.Length,
            integers && layer is ArtifactLstm lstm ? lstm.CellBits : ReportCell.None,
            integers && layer is ArtifactRecurrent recurrent ? (double)recurrent.HiddenScale : ReportCell.None,
        ];
    }

    static string Kind(ArtifactLayer layer) => layer switch
    {
        ArtifactLstm lstm => "LSTM" + (lstm.BinaryGates ? ", binary gates" : "") + (lstm is ArtifactCompressedLstm compressed
            ? ", " + compressed.Description : "") + (lstm.Reverse ? ", reverse" : "") + (lstm.Initial.Length > 0 ? ", initial state" : ""),
        ArtifactCell cell => cell.Description + (cell.Reverse ? ", reverse" : "") + (cell.Initial.Length > 0 ? ", initial state" : ""),
        ArtifactDense dense => With("dense", dense.Function),
        ArtifactConv conv => With($"convolution over {conv.Kernel}", conv.Function),
        ArtifactPool pool => $"{(pool.Max ? "max" : "average")} of {(pool.IsGlobal ? "all" : $"{pool.Kernel}")} steps",
        ArtifactActivation activation => activation.Function.ToString(),
        ArtifactRepeat repeat => repeat.Times == 0 ? "repeat" : $"repeat {repeat.Times} times",
        ArtifactPick pick => pick.Title,
        _ => layer.Kind,
    };

    static string With(string kind, ArtifactFunction function) => function.IsIdentity ? kind : $"{kind}, {function}";

    static IReadOnlyList<ReportCell> InputRow(Scheme scheme, InputChannel input)
    {
        double half = (scheme == Scheme.Int8 ? 127 : 16384) / Math.Abs((double)input.InverseStep);
        bool bounded = scheme != Scheme.Float32;
        return
        [
            input.Name, input.Unit, (double)input.Mean, (double)input.Scale,
            bounded ? input.Centre - half : ReportCell.None, bounded ? input.Centre + half : ReportCell.None,
        ];
    }
}
