using System.Globalization;

namespace EdgeLstm.Generator.Model;

/// <summary>Writes the text of a <c>.elstm</c> file, which <see cref="ArtifactReader"/> reads; docs/artifact.md describes it.</summary>
static class ArtifactWriter
{
    const int BytesPerLine = 96; // 128 characters

    /// <summary>The file's whole text, LF line ends, closed by its hash.</summary>
    public static string Write(ModelArtifact model)
    {
        string? forward = model.Provenance.Forward;
        int least = forward is not null ? ModelArtifact.VersionWithoutKinds
            : model.Rules != DataRules.Unknown ? ModelArtifact.VersionWithoutForward : ModelArtifact.VersionWithoutRules;
        int version = model.Layers.Select(layer => layer.Since).Append(least).Max();
        List<string> lines =
        [
            $"edgelstm {version}",
            $"name {ArtifactFields.Quote(model.Name)}",
            $"scheme {Lower(model.Scheme)}",
            $"window {model.Window ?? 0}",
            $"warm-up {model.WarmUpSteps}",
            $"every-step {(model.EveryStep ? 1 : 0)}",
            .. (version > ModelArtifact.VersionWithoutRules ? Rules(model.Rules) : []),
            $"source {ArtifactFields.Quote(model.Provenance.SourceFile)} {model.Provenance.SourceSha256} {model.Provenance.SourceWeightBytes}",
            .. (version > ModelArtifact.VersionWithoutForward ? (string[])[$"forward {ArtifactFields.Quote(forward ?? "")}"] : []),
            $"tool {ArtifactFields.Quote(model.Provenance.ToolVersion)}",
            $"inputs {model.Inputs.Count}",
        ];
        lines.AddRange(model.Inputs.Select(i =>
            $"input {ArtifactFields.Quote(i.Name)} {ArtifactFields.Quote(i.Unit)} mean {Number(i.Mean)} scale {Number(i.Scale)} centre {Number(i.Centre)} inverse-step {Number(i.InverseStep)}"));
        lines.Add($"outputs {model.Outputs.Count}");
        lines.AddRange(model.Outputs.Select(o =>
            $"output {ArtifactFields.Quote(o.Name)} {ArtifactFields.Quote(o.Unit)} mean {Number(o.Mean)} scale {Number(o.Scale)}"));
        lines.Add($"layers {model.Layers.Count}");
        foreach (var layer in model.Layers)
        {
            string inverseStep = layer.Gives == ValueForm.Floats ? $" inverse-step {Number(layer.InverseStep)}" : "";
            lines.Add(
                $"layer {layer.Kind} {ArtifactFields.Quote(layer.Name)} sources {layer.Sources.Count} {string.Join(" ", layer.Sources)} inputs {layer.Inputs} outputs {layer.Outputs}" +
                $"{layer.Fields}{inverseStep} initial-bytes {layer.Initial.Length} bytes {layer.Data.Length}");
            Base64(lines, layer.Data);
            Base64(lines, layer.Initial);
        }

        lines.Add($"heads {string.Join(" ", model.Heads)}");
        lines.Add($"states {model.States.Count}");
        lines.AddRange(model.States.Select(s => $"state {ArtifactFields.Quote(s.Name)} layer {s.Layer} part {(s.IsCell ? "c" : "h")} at {s.At}"));
        lines.Add($"hash sha256 {ArtifactHash.Of(lines)}");
        return string.Join("\n", lines) + "\n";
    }

    static string[] Rules(DataRules rules) =>
    [
        $"trained-on {Lower(rules.TrainedOn)} {rules.Window}",
        $"group {ArtifactFields.Quote(rules.Group)}",
        $"time {ArtifactFields.Quote(rules.Time)}",
        $"missing {rules.Missing}",
    ];

    static void Base64(List<string> lines, byte[] data)
    {
        for (int k = 0; k < data.Length; k += BytesPerLine)
            lines.Add(Convert.ToBase64String(data, k, Math.Min(BytesPerLine, data.Length - k)));
    }

    static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    // Nine digits name one float, and no other, on every framework that reads them.
    static string Number(float value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
