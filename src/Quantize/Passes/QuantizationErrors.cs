using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The quantized model beside the float one, sample by sample: where the error arises and what of it reaches the outputs.</summary>
public sealed class QuantizationErrors
{
    const int MostSteps = 20_000; // the calibration data may be large: windows are left out evenly, a single one is cut off

    static readonly string[] GateNames = ["input gate", "forget gate", "candidate", "output gate"];

    readonly Network network;
    readonly IntegerRunner integers;
    readonly FloatRunner floats;
    readonly ErrorSummary[][] gates;
    readonly ErrorSummary[] layers;
    readonly float[][] quantizedGates;
    readonly float[] centres; // what a step takes a value for that is not a number, in the file's units

    QuantizationErrors(Network network, ModelArtifact model)
    {
        this.network = network;
        integers = new(model);
        floats = new(network) { Observer = Compare };
        centres = new Commands.UnitMap(ChannelsOf(model), network.Inputs).Apply([.. model.Inputs.Select(i => i.Centre)]);
        quantizedGates = [.. network.Layers.Select(layer => new float[layer is RecurrentLayer && model.Scheme != Scheme.Float32 ? 4 * layer.Outputs : 0])];
        gates = [.. quantizedGates.Select(g => g.Length == 0 ? [] : GateNames.Select(_ => new ErrorSummary()).ToArray())];
        layers = [.. network.Layers.Select(_ => new ErrorSummary())];
        Outputs = [.. network.Outputs.Select(_ => new ErrorSummary())];
        if (model.Scheme != Scheme.Float32)
            integers.BeforeLstm = k => GateProbe.Read(integers, k, quantizedGates[k]);
    }

    /// <summary>Per output, in the user's units.</summary>
    public IReadOnlyList<ErrorSummary> Outputs { get; }

    public long Steps { get; private set; }

    public long Saturated { get; private set; }

    /// <summary>Per layer its gates and its output, in the network's units.</summary>
    public IEnumerable<(string Layer, string What, ErrorSummary Error)> Parts =>
        network.Layers.SelectMany((layer, k) => gates[k]
            .Select((error, g) => (layer.Name, GateNames[g], error))
            .Append((layer.Name, layer is RecurrentLayer ? "hidden state" : "output", layers[k])));

    public static QuantizationErrors Measure(Network file, ModelArtifact model, Dataset data, CancellationToken cancel)
    {
        var errors = new QuantizationErrors(file, model);
        var units = (Data: new Commands.UnitMap(file.Inputs, ChannelsOf(model)), Outputs: new Commands.UnitMap(file.Outputs, OutputsOf(model)));
        int every = (int)Math.Clamp((long)data.Windows * data.Steps / MostSteps, 1, data.Windows);
        for (int n = 0; n < data.Windows; n += every)
        {
            cancel.ThrowIfCancellationRequested();
            errors.Window(data, n, units.Data, units.Outputs);
        }

        return errors;
    }

    void Window(Dataset data, int n, Commands.UnitMap inputs, Commands.UnitMap outputs)
    {
        floats.Reset();
        integers.Reset();
        var (expected, actual) = (new float[Outputs.Count], new float[Outputs.Count]);
        int steps = data.Windows == 1 ? Math.Min(data.Steps, MostSteps) : data.Steps;
        for (int t = 0; t < steps; t++)
        {
            float[] sample = data.Sample(n, t).ToArray();
            integers.Step(inputs.Apply(sample), actual);
            floats.Step(Clean(sample), expected);
            bool counts = network.EveryStep || t == data.Steps - 1 || data.Windows == 1;
            float[] mapped = outputs.Apply(expected);
            for (int o = 0; counts && o < expected.Length; o++)
                Outputs[o].Add(mapped[o], actual[o]);
            Steps++;
        }

        Saturated += integers.SaturatedInputs;
    }

    float[] Clean(float[] sample)
    {
        for (int k = 0; k < sample.Length; k++)
            if (!float.IsFinite(sample[k]))
                sample[k] = centres[k];
        return sample;
    }

    void Compare(LayerStep step)
    {
        int index = step.Layer;
        var actual = new float[step.Output.Length];
        integers.LayerOutput(index, actual);
        for (int k = 0; k < actual.Length; k++)
            layers[index].Add(step.Output[k], actual[k]);
        for (int row = 0; row < quantizedGates[index].Length; row++)
            gates[index][row / step.Output.Length].Add(step.Gates[row], quantizedGates[index][row]);
    }

    static Channel[] ChannelsOf(ModelArtifact model) => [.. model.Inputs.Select(i => new Channel(i.Name, i.Unit, i.Mean, i.Scale))];

    static Channel[] OutputsOf(ModelArtifact model) => [.. model.Outputs.Select(o => new Channel(o.Name, o.Unit, o.Mean, o.Scale))];
}
