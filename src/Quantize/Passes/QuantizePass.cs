using EdgeLstm.Generator.Artifact;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>Turns a float32 network and what it does on calibration data into an artifact.</summary>
public sealed class QuantizePass
{
    readonly Network network;
    readonly CalibrationStatistics statistics;
    readonly Scheme scheme;
    readonly List<ActivationScale> scales = []; // of each layer's output
    ActivationScale inputScale = null!;

    QuantizePass(Network network, CalibrationStatistics statistics, Scheme scheme) =>
        (this.network, this.statistics, this.scheme) = (network, statistics, scheme);

    /// <param name="network">Channels in the user's units.</param>
    /// <param name="statistics">Of the same layers.</param>
    /// <param name="scheme">How to hold it.</param>
    /// <param name="warmUpSteps">See <see cref="WarmUp"/>.</param>
    /// <param name="toolVersion">For the provenance.</param>
    /// <param name="notes">Receives what a user should know.</param>
    public static ModelArtifact Run(
        Network network, CalibrationStatistics statistics, Scheme scheme, int warmUpSteps, string toolVersion, List<string> notes)
    {
        if (statistics.Steps < 2)
        {
            throw new ModelException(
                ErrorCatalogue.CalibrationTooSmall, $"{statistics.Steps} samples of calibration data", "at least 2, better some hundreds that cover the machine's duty", "give more data with --calibrate");
        }

        RequireSupported(network);
        if (statistics.NotFinite > 0)
            notes.Add($"{statistics.NotFinite} calibration values are not finite; they were left out");
        return new QuantizePass(network, statistics, scheme).Run(warmUpSteps, toolVersion, notes);
    }

    /// <summary>Tells of the first layer that the artifact's arithmetic does not have.</summary>
    public static void RequireSupported(Network network)
    {
        foreach (var layer in network.Layers)
        {
            bool known = layer is RecurrentLayer { Cell: LstmCell { IsStandard: true }, Direction: Direction.Forward, InitialHInput: null, InitialCInput: null }
                || layer is DenseLayer { Activation: var activation } && Enum.TryParse<DenseActivation>(activation.ToString(), ignoreCase: true, out _);
            if (!known)
                throw new ModelException(ErrorCatalogue.NotQuantizable, $"layer '{layer.Name}' ({Commands.LayerKindText.Of(layer)})", "LSTM (Gers 2000) and dense layers",
                    "'edgelstm run' computes it in float32", network.Source);
        }
    }

    ModelArtifact Run(int warmUpSteps, string toolVersion, List<string> notes)
    {
        (var channels, inputScale, var channelNotes) = InputRanges.Choose(network.Inputs, statistics, scheme);
        if (scheme != Scheme.Float32)
            notes.AddRange(channelNotes);
        foreach (var lstm in network.Layers.OfType<RecurrentLayer>().Where(l => scheme != Scheme.Float32 && l.InitialH.Any(h => Math.Abs(h) > 1)))
            notes.Add($"layer '{lstm.Name}': the initial hidden state is cut off at 1, which no later one can pass");
        var layers = new List<ArtifactLayer>();
        for (int k = 0; k < network.Layers.Count; k++)
        {
            layers.Add(network.Layers[k] switch
            {
                RecurrentLayer lstm => scheme == Scheme.Float32 ? FloatLayers.Lstm(lstm) : Lstm(k, lstm),
                DenseLayer dense => scheme == Scheme.Float32 ? FloatLayers.Dense(dense) : Dense(k, dense),
                _ => throw new InvalidOperationException($"No quantization for {network.Layers[k].GetType().Name}."),
            });
        }

        var model = new ModelArtifact(
            network.Name, scheme, network.Window, warmUpSteps, network.EveryStep,
            new Provenance(network.Source, network.SourceSha256, network.SourceWeightBytes, toolVersion),
            channels, [.. network.Outputs.Select(o => new OutputChannel(o.Name, o.Unit, o.Mean, o.Scale))], layers, network.Heads);
        ArtifactRange.Check(model);
        return model;
    }

    ActivationScale ScaleOf(int source) => source < 0 ? inputScale : scales[source];

    ArtifactLayer Lstm(int index, RecurrentLayer layer)
    {
        int cellBits = LstmQuantization.CellBits(statistics.MaxCell[index]);
        int hiddenScale = LstmQuantization.HiddenScale(scheme, statistics.MaxOutput[index]);
        scales.Add(ActivationScale.Uniform(layer.Units, 1.0 / hiddenScale));
        var rounding = new LstmQuantization(layer, ScaleOf(layer.Sources[0]), hiddenScale, scheme, statistics.Moments[index]);
        return new(LayerKind.Lstm, layer.Name, layer.Sources[0], layer.Inputs, layer.Units, cellBits, hiddenScale, DenseActivation.Identity, 0,
            rounding.Pack(), LstmQuantization.InitialState(layer, scheme, cellBits, hiddenScale));
    }

    ArtifactLayer Dense(int index, DenseLayer layer)
    {
        bool isRead = network.Layers.Any(l => l.Sources.Contains(index));
        int limit = scheme == Scheme.Int8 ? 127 : 8192; // int16 keeps half of its range for what calibration did not show
        float inverseStep = isRead ? limit / Math.Max(statistics.MaxOutput[index], 1e-6f) : 0;
        scales.Add(ActivationScale.Uniform(layer.Outputs, isRead ? 1.0 / inverseStep : 1));
        return new(LayerKind.Dense, layer.Name, layer.Sources[0], layer.Inputs, layer.Outputs, 0, 0, Enum.Parse<DenseActivation>(layer.Activation.ToString(), ignoreCase: true), inverseStep,
            DenseQuantization.Pack(layer, ScaleOf(layer.Sources[0]), ArtifactRange.ActivationLimit(scheme), statistics.Moments[index]), []);
    }
}
