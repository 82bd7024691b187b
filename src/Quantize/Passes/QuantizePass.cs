using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Cells;
using EdgeLstm.Quantize.Passes.Compressing;

namespace EdgeLstm.Quantize.Passes;

/// <summary>Turns a float32 network and what it does on calibration data into an artifact.</summary>
sealed class QuantizePass
{
    readonly Network _network;
    readonly CalibrationStatistics _statistics;
    readonly Scheme _scheme;
    readonly Compression _compression;
    readonly List<ActivationScale> _scales = []; // of each layer's output
    ActivationScale _inputScale = null!;

    QuantizePass(Network network, CalibrationStatistics statistics, Scheme scheme, Compression compression) =>
        (_network, _statistics, _scheme, _compression) = (network, statistics, scheme, compression);

    /// <param name="network">Channels in the user's units.</param>
    /// <param name="warmUpSteps">See <see cref="WarmUp"/>.</param>
    /// <param name="toolVersion">Goes into the artifact's header.</param>
    /// <param name="notes">Receives what a user should know.</param>
    /// <param name="compression">Of plain LSTM layers; their rank and columns are the network's own: <see cref="LowRankPass"/>,
    /// <see cref="ColumnSparsityPass"/>.</param>
    public static ModelArtifact Run(
        Network network, CalibrationStatistics statistics, Scheme scheme, int warmUpSteps, string toolVersion, List<string> notes,
        Compression? compression = null)
    {
        if (statistics.Steps < 2)
        {
            throw new ModelException(
                ErrorCatalogue.CalibrationTooSmall, $"{statistics.Steps} samples of calibration data",
                "at least 2, better some hundreds that cover the machine's duty", "give more data with --calibrate");
        }

        RequireSupported(network);
        if (statistics.FilledGaps > 0)
            notes.Add($"{statistics.FilledGaps} calibration values are missing and were filled by the model's rule, '{network.Rules.Missing}'");
        if (statistics.NotFinite > 0)
            notes.Add($"{statistics.NotFinite} calibration values are not finite; they were left out");
        return new QuantizePass(network, statistics, scheme, compression ?? Compression.None).Run(warmUpSteps, toolVersion, notes);
    }

    /// <summary>Tells of the first layer that the artifact's arithmetic does not have.</summary>
    public static void RequireSupported(Network network)
    {
        foreach (var layer in network.Layers.OfType<RecurrentLayer>())
        {
            if (layer is { InitialHInput: not null } or { InitialCInput: not null }
                && layer.InitialH.Concat(layer.InitialC).Any(v => v != 0))
            {
                throw new ModelException(
                    ErrorCatalogue.NotQuantizable, "an initial state that is an input in part and stored in part", "one of the two",
                    "make both inputs of the graph, or both constants", network.Source, layer.Name);
            }

            if (layer.Cell is LstmCell { IsSupported: false })
            {
                throw new ModelException(
                    ErrorCatalogue.NotQuantizable, $"full gate recurrence without all of its gates ({layer.Cell.Kind})",
                    "gates i, f and o, which all recur (Greff 2016)",
                    "train it with all three; 'edgelstm run' computes this one in float32", network.Source, layer.Name);
            }
        }
    }

    ModelArtifact Run(int warmUpSteps, string toolVersion, List<string> notes)
    {
        (var channels, _inputScale, var channelNotes) = InputRanges.Choose(_network.Inputs, _statistics, _scheme,
            _compression.OneInputStep);
        if (_scheme != Scheme.Float32)
            notes.AddRange(channelNotes);
        var layers = new List<ArtifactLayer>();
        for (int k = 0; k < _network.Layers.Count; k++)
        {
            layers.Add(Layer(k));
            _scales.Add(ScaleOf(k, layers[k]));
            if (_scheme != Scheme.Float32 && layers[k] is ArtifactRecurrent recurrentLayer)
                notes.AddRange(RecurrentNotes.Of((RecurrentLayer)_network.Layers[k], recurrentLayer, _scheme, _statistics.MaxCell[k]));
            if (_scheme != Scheme.Float32 && layers[k].Gives == ValueForm.Floats)
                layers[k] = layers[k] with { InverseStep = InverseStep(k) };
        }

        var model = new ModelArtifact(
            _network.Name, _scheme, _network.Window, warmUpSteps, _network.EveryStep,
            new Provenance(_network.Source, _network.SourceSha256, _network.SourceWeightBytes, toolVersion) { Forward = _network.Forward },
            channels, [.. _network.Outputs.Select(o => new OutputChannel(o.Name, o.Unit, o.Mean, o.Scale))], layers, _network.Heads)
        {
            States = InitialStates.Of(_network),
            Rules = _network.Rules,
        };
        model = model with { Layers = [.. layers.Select((layer, k) => model.Plan.AsUnits(k) ? layer : layer with { InverseStep = 0 })] };
        model.Plan.Check();
        ArtifactRange.Check(model);
        return model;
    }

    ArtifactLayer Layer(int index)
    {
        try
        {
            return _network.Layers[index] switch
            {
                RecurrentLayer { Cell: LstmCell { IsStandard: true } } lstm when _scheme == Scheme.Float32 => FloatLayers.Lstm(lstm),
                RecurrentLayer { Cell: LstmCell { IsPlain: true } } lstm when _scheme != Scheme.Float32 => Lstm(index, lstm),
                RecurrentLayer recurrent => _scheme == Scheme.Float32 ? FloatLayers.Cell(recurrent) : Cell(index, recurrent),
                DenseLayer dense => _scheme == Scheme.Float32 ? FloatLayers.Dense(dense) : Dense(index, dense),
                ConvLayer conv => _scheme == Scheme.Float32 ? FloatLayers.Conv(conv) : Conv(index, conv),
                var other => other.ToArtifact(),
            };
        }
        catch (ModelException e)
        {
            throw Named(e);
        }
        catch (AggregateException e) when (e.InnerExceptions is [ModelException, ..]) // of rows that are rounded side by side
        {
            throw Named((ModelException)e.InnerExceptions[0]);
        }

        ModelException Named(ModelException e) => e.At(_network.Layers[index].Name).In(_network.Source);
    }

    ActivationScale ScaleOf(int source) => source < 0 ? _inputScale : _scales[source];

    /// <summary>What a layer's units are, where somebody reads units.</summary>
    ActivationScale ScaleOf(int index, ArtifactLayer layer) => layer switch
    {
        ArtifactRecurrent recurrent => ActivationScale.Uniform(layer.Outputs, _scheme == Scheme.Float32 ? 1 : 1.0 / recurrent.HiddenScale),
        ArtifactConcat => ActivationScale.Join([.. layer.Sources.Select(ScaleOf)]),
        { Gives: ValueForm.AsRead } => ScaleOf(layer.Source),
        _ => ActivationScale.Uniform(layer.Outputs, 1.0 / InverseStep(index)),
    };

    /// <summary>int16 keeps half of its range for what calibration did not show.</summary>
    float InverseStep(int index) => (_scheme == Scheme.Int8 ? 127 : 8192) / Math.Max(_statistics.MaxOutput[index], 1e-6f);

    ArtifactLayer Lstm(int index, RecurrentLayer layer)
    {
        int cellBits = LstmQuantization.CellBits(_statistics.MaxCell[index]);
        int hiddenScale = LstmQuantization.HiddenScale(_scheme, _statistics.MaxOutput[index]);
        var rounding = new LstmQuantization(layer, ScaleOf(layer.Sources[0]), hiddenScale, _scheme, _statistics.Moments[index]);
        var initial = LstmQuantization.InitialState(layer, _scheme, cellBits, hiddenScale);
        bool reverse = layer.Direction == Direction.Reverse, binary = ((LstmCell)layer.Cell).IsBinary;
        var forms = _compression.Of(layer.Name).Forms;
        if (layer is { Factors: null, Mask: null } && forms.All(form => form == CompressedForm.Int8))
            return new ArtifactLstm(layer.Header, reverse, hiddenScale, cellBits)
            {
                BinaryGates = binary,
                Data = rounding.Pack(),
                Initial = initial
            };
        return new ArtifactCompressedLstm(layer.Header, reverse, hiddenScale, cellBits, layer.Factors?.Rank ?? 0,
            [.. forms.Select(form => form.Form)])
        {
            BinaryGates = binary,
            Columns = layer.Mask is null ? 0 : ColumnMask.Count(layer.Mask, 0, layer.Inputs + layer.HiddenSize),
            Data = rounding.Pack(forms, _statistics.MaxFactor[index]),
            Initial = initial,
        };
    }

    ArtifactLayer Cell(int index, RecurrentLayer layer)
    {
        var quantized = CellQuantization.Run(layer, ScaleOf(layer.Sources[0]), _scheme, _statistics, index);
        return CellNames.Artifact(layer, (float)quantized.HiddenUnit, (float)quantized.CellUnit, quantized.Tables) with
        {
            Data = quantized.Data,
            Initial = quantized.Initial,
        };
    }

    ArtifactLayer Dense(int index, DenseLayer layer) => layer.ToArtifact() with
    {
        Data = DenseQuantization.Pack(layer, ScaleOf(layer.Sources[0]), ArtifactRange.ActivationLimit(_scheme), _statistics.Moments[index]),
    };

    ArtifactLayer Conv(int index, ConvLayer layer)
    {
        var input = ScaleOf(layer.Sources[0]);
        return layer.ToArtifact() with
        {
            Data = ConvQuantization.Pack(layer, input, ArtifactRange.ActivationLimit(_scheme), _statistics.Moments[index]),
            Initial = ConvQuantization.Padding(layer, input, _scheme),
        };
    }
}
