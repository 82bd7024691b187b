using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Generator.Model.Lowering;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Interpreter;

/// <summary>The runtime's methods, by the operations that programs name them with. Each gives how many values it cut off.</summary>
static class Operations
{
    static readonly Dictionary<Operation, Func<Arguments, int>> Table = new()
    {
        [Operation.StepState] = StepState,
        [Operation.StepProduct] = StepProduct,
        [Operation.StepTaps] = StepTaps,
        [Operation.Window] = Window,
        [Operation.Begin] = Begin,
        [Operation.Quantize] = a => a.IsInt8(2)
            ? Quantizer.Quantize(a.Floats(0), a.Number(1), a.Int8(2))
            : Quantizer.Quantize(a.Floats(0), a.Number(1), a.Int16(2)),
        [Operation.Dequantize] = Dequantize,
        [Operation.DequantizeInput] = DequantizeInput,
        [Operation.QuantizeCell] = a => Elements.QuantizeCell(a.Floats(0), a.Number(1), a.Int16(2)),
        [Operation.Copy] = Copy,
        [ArtifactAdd.Add] = Of(a => Elements.Add(a.Floats(0), a.Floats(1))),
        [ArtifactAffine.Affine] = Of(a => Elements.Affine(a.Floats(0), a.Floats(1), a.Floats(2), a.Floats(3))),
        [ArtifactArgMax.ArgMax] = Of(a => Elements.ArgMax(a.Floats(0), a.Floats(1))),
        [ArtifactCombine.Multiply] = Of(a => Elements.Multiply(a.Floats(0), a.Floats(1))),
        [ArtifactCombine.Max] = Of(a => Elements.Max(a.Floats(0), a.Floats(1))),
        [ArtifactCombine.Min] = Of(a => Elements.Min(a.Floats(0), a.Floats(1))),
        [ArtifactNorm.Normalize] = Of(a => Normalization.Layer(a.Floats(0), a.Floats(1), a.Floats(2), a.Number(3), a.Floats(4))),
        [ArtifactPool.StepMax] = Of(a => Pooling.Max(a.Floats(0), a.Floats(1), a.Sample, a.Integer(3), a.Floats(4))),
        [ArtifactPool.StepAverage] = Of(a => Pooling.Average(a.Floats(0), a.Floats(1), a.Sample, a.Integer(3), a.Flag(4), a.Floats(5))),
        [ArtifactPool.WindowMax] = Of(a => Pooling.WindowMax(a.Floats(0), a.Integer(1), a.Integer(2), a.Integer(3), a.Floats(4))),
        [ArtifactPool.WindowAverage] = Of(
            a => Pooling.WindowAverage(a.Floats(0), a.Integer(1), a.Integer(2), a.Integer(3), a.Flag(4), a.Floats(5))),
        [ArtifactAttention.Pool] = Of(a => Attention.Pool(a.Floats(0), a.Floats(1), a.Integer(2), a.Floats(3))),
    };

    public static Func<Arguments, int> Method(Operation operation) => operation.Function is not { } kind ? Table[operation]
        : Of(a => Activations.Apply(kind, a.Count > 1 ? a.Number(1) : 0, a.Count > 2 ? a.Number(2) : 0, a.Floats(0)));

    static Func<Arguments, int> Of(Action<Arguments> method) => a =>
    {
        method(a);
        return 0;
    };

    static int StepState(Arguments a)
    {
        switch (a.Layer)
        {
            case LstmLayer layer when a.IsInt8(0): return Cut(layer.Step(a.Int8(0), a.Int8(1), a.Int16(2)));
            case LstmLayer layer: return Cut(layer.Step(a.Int16(0), a.Int16(1), a.Int16(2)));
            case CellLayer layer when a.IsInt8(0): return Cut(layer.Step(a.Int8(0), a.Int8(1), a.Int16(2)));
            case CellLayer layer: return Cut(layer.Step(a.Int16(0), a.Int16(1), a.Int16(2)));
            case FloatLstmLayer layer: layer.Step(a.Floats(0), a.Floats(1), a.Floats(2)); return 0;
            default: ((FloatCellLayer)a.Layer!).Step(a.Floats(0), a.Floats(1), a.Floats(2)); return 0;
        }

        static int Cut(bool isCut) => isCut ? 1 : 0;
    }

    static int StepProduct(Arguments a)
    {
        if (a.Layer is FloatDenseLayer floats)
            floats.Step(a.Floats(0), a.Floats(1));
        else if (a.IsInt8(0))
            ((DenseLayer)a.Layer!).Step(a.Int8(0), a.Floats(1));
        else
            ((DenseLayer)a.Layer!).Step(a.Int16(0), a.Floats(1));
        return 0;
    }

    static int StepTaps(Arguments a)
    {
        if (a.Layer is FloatConvLayer floats)
            floats.Step(a.Floats(0), a.Floats(1), a.Sample, a.Floats(3));
        else if (a.IsInt8(0))
            ((ConvLayer)a.Layer!).Step(a.Int8(0), a.Int8(1), a.Sample, a.Floats(3));
        else
            ((ConvLayer)a.Layer!).Step(a.Int16(0), a.Int16(1), a.Sample, a.Floats(3));
        return 0;
    }

    static int Window(Arguments a)
    {
        if (a.Layer is FloatConvLayer floats)
            floats.Window(a.Floats(0), a.Integer(1), a.Integer(2), a.Floats(3));
        else if (a.IsInt8(0))
            ((ConvLayer)a.Layer!).Window(a.Int8(0), a.Integer(1), a.Integer(2), a.Floats(3));
        else
            ((ConvLayer)a.Layer!).Window(a.Int16(0), a.Integer(1), a.Integer(2), a.Floats(3));
        return 0;
    }

    static int Begin(Arguments a)
    {
        if (a.IsInt8(0))
            ((ConvLayer)a.Layer!).Begin(a.Int8(0));
        else
            ((ConvLayer)a.Layer!).Begin(a.Int16(0));
        return 0;
    }

    static int Dequantize(Arguments a)
    {
        if (a.IsInt8(0))
            Quantizer.Dequantize(a.Int8(0), a.Number(1), a.Floats(2));
        else
            Quantizer.Dequantize(a.Int16(0), a.Number(1), a.Floats(2));
        return 0;
    }

    static int DequantizeInput(Arguments a)
    {
        if (a.IsInt8(0))
            Elements.Dequantize(a.Int8(0), a.Floats(1), a.Floats(2), a.Floats(3));
        else
            Elements.Dequantize(a.Int16(0), a.Floats(1), a.Floats(2), a.Floats(3));
        return 0;
    }

    /// <summary>Of as many elements as are written, whatever they are.</summary>
    static int Copy(Arguments a)
    {
        Elements.Copy<byte>(a.Bytes(0), a.Bytes(1));
        return 0;
    }
}
