using System.Runtime.InteropServices;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Generator.Emit;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference;

/// <summary>
/// Runs an artifact with the runtime's own layers, in the order that generated code calls them: the same bits, without a compiler. Serves the
/// float32 scheme too.
/// </summary>
public sealed class IntegerRunner
{
    readonly ModelArtifact model;
    readonly float[] centre, inverseStep, input;
    readonly sbyte[] input8;
    readonly short[] input16;
    readonly LayerState[] layers;

    public IntegerRunner(ModelArtifact model)
    {
        this.model = model;
        centre = [.. model.Inputs.Select(i => i.Centre)];
        inverseStep = [.. model.Inputs.Select(i => i.InverseStep)];
        int padded = StateLayout.Padded(centre.Length);
        input = new float[padded];
        input8 = new sbyte[padded];
        input16 = new short[padded];
        layers = [.. model.Layers.Select(layer => new LayerState(model.Scheme, layer))];
        Reset();
    }

    public ModelArtifact Model => model;

    /// <summary>Input values that saturated, or were not a number, since the last reset.</summary>
    public long SaturatedInputs { get; private set; }

    /// <summary>Called before each LSTM layer's step, with the layer's index.</summary>
    public Action<int>? BeforeLstm { get; set; }

    public void Reset()
    {
        SaturatedInputs = 0;
        foreach (var layer in layers)
            layer.Reset();
    }

    /// <summary>One sample in the user's units; advances the state.</summary>
    public void Step(ReadOnlySpan<float> sample, Span<float> output)
    {
        SaturatedInputs += model.Scheme switch
        {
            Scheme.Int8 => Quantizer.Quantize(sample, centre, inverseStep, input8),
            Scheme.Int8x16 => Quantizer.Quantize(sample, centre, inverseStep, input16),
            _ => FloatScheme.Normalise(sample, centre, inverseStep, input),
        };
        for (int k = 0; k < layers.Length; k++)
        {
            if (model.Layers[k].Kind == LayerKind.Lstm)
                BeforeLstm?.Invoke(k);
            switch (model.Scheme)
            {
                case Scheme.Int8: layers[k].Step(Int8(model.Layers[k].Source)); break;
                case Scheme.Int8x16: layers[k].Step(Int16(model.Layers[k].Source)); break;
                default: layers[k].Step(Float(model.Layers[k].Source)); break;
            }
        }

        int at = 0;
        foreach (int head in model.Heads)
        {
            layers[head].Values(output.Slice(at, model.Layers[head].Outputs));
            at += model.Layers[head].Outputs;
        }

        for (int k = 0; k < model.Outputs.Count; k++)
            if (model.Outputs[k].Mean != 0 || model.Outputs[k].Scale != 1)
                output[k] = output[k] * model.Outputs[k].Scale + model.Outputs[k].Mean;
    }

    /// <summary>A layer's output now, as floats [Outputs].</summary>
    public void LayerOutput(int layer, Span<float> values) => layers[layer].Values(values);

    /// <summary>The activation units that a layer reads, −1 for the input, widened.</summary>
    public int[] ActivationUnits(int layer) => model.Scheme == Scheme.Int8
        ? Array.ConvertAll(Int8(layer), v => (int)v)
        : Array.ConvertAll(Int16(layer), v => (int)v);

    sbyte[] Int8(int layer) => layer < 0 ? input8 : layers[layer].Output8;

    short[] Int16(int layer) => layer < 0 ? input16 : layers[layer].Output16;

    float[] Float(int layer) => layer < 0 ? input : layers[layer].OutputFloat;

    /// <summary>One layer with its state, in the scheme's types.</summary>
    sealed class LayerState
    {
        public readonly sbyte[] Output8;
        public readonly short[] Output16;
        public readonly float[] OutputFloat;
        readonly Scheme scheme;
        readonly ArtifactLayer layer;
        readonly short[] cell;
        readonly float[] cellFloat, sums;
        readonly LstmLayer? lstm;
        readonly DenseLayer? dense;
        readonly FloatLstmLayer? floatLstm;
        readonly FloatDenseLayer? floatDense;

        public LayerState(Scheme scheme, ArtifactLayer layer)
        {
            (this.scheme, this.layer) = (scheme, layer);
            int padded = StateLayout.Padded(layer.Outputs);
            Output8 = new sbyte[padded];
            Output16 = new short[padded];
            OutputFloat = new float[padded];
            cell = new short[padded];
            cellFloat = new float[padded];
            sums = new float[layer.Outputs];
            bool isFloat = scheme == Scheme.Float32;
            if (layer.Kind == LayerKind.Dense)
                (dense, floatDense) = isFloat ? ((DenseLayer?)null, new FloatDenseLayer(layer.Inputs, layer.Outputs, layer.Data)) : (new(layer.Inputs, layer.Outputs, layer.Data), null);
            else if (isFloat)
                floatLstm = new(layer.Inputs, layer.Outputs, layer.Data);
            else
                lstm = new(layer.Inputs, layer.Outputs, layer.Data, layer.CellBits, (short)layer.HiddenScale);
        }

        public void Reset()
        {
            foreach (Array array in (Array[])[Output8, Output16, OutputFloat, cell, cellFloat])
                Array.Clear(array);
            if (layer.InitialState.Length == 0)
                return;
            Span<byte> h = scheme switch
            {
                Scheme.Int8 => MemoryMarshal.AsBytes(Output8.AsSpan()),
                Scheme.Int8x16 => MemoryMarshal.AsBytes(Output16.AsSpan()),
                _ => MemoryMarshal.AsBytes(OutputFloat.AsSpan()),
            };
            Span<byte> c = scheme == Scheme.Float32 ? MemoryMarshal.AsBytes(cellFloat.AsSpan()) : MemoryMarshal.AsBytes(cell.AsSpan());
            int hBytes = h.Length / StateLayout.Padded(layer.Outputs) * layer.Outputs;
            layer.InitialState.AsSpan(0, hBytes).CopyTo(h);
            layer.InitialState.AsSpan(hBytes).CopyTo(c);
        }

        public void Step(sbyte[] x)
        {
            if (lstm is not null)
            {
                lstm.Step(x, Output8, cell);
                return;
            }

            dense!.Step(x, sums);
            Activate();
            Quantizer.Quantize(sums, layer.InverseStep, Output8);
        }

        public void Step(short[] x)
        {
            if (lstm is not null)
            {
                lstm.Step(x, Output16, cell);
                return;
            }

            dense!.Step(x, sums);
            Activate();
            Quantizer.Quantize(sums, layer.InverseStep, Output16);
        }

        public void Step(float[] x)
        {
            if (floatLstm is not null)
            {
                floatLstm.Step(x, OutputFloat, cellFloat);
                return;
            }

            floatDense!.Step(x, sums);
            Activate();
            sums.CopyTo(OutputFloat, 0);
        }

        public void Values(Span<float> values)
        {
            if (layer.Kind == LayerKind.Dense)
                sums.CopyTo(values);
            else if (scheme == Scheme.Float32)
                OutputFloat.AsSpan(0, values.Length).CopyTo(values);
            else if (scheme == Scheme.Int8)
                Quantizer.Dequantize(Output8, 1f / layer.HiddenScale, values);
            else
                Quantizer.Dequantize(Output16, 1f / layer.HiddenScale, values);
        }

        void Activate()
        {
            switch (layer.Activation)
            {
                case DenseActivation.Relu: Activations.Relu(sums); break;
                case DenseActivation.Sigmoid: Activations.Sigmoid(sums); break;
                case DenseActivation.Tanh: Activations.Tanh(sums); break;
                case DenseActivation.Softmax: Activations.Softmax(sums); break;
            }
        }
    }
}
