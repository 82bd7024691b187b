using System.Collections;
using EdgeLstm.Quantize.Onnx;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>Damages an ONNX model field by field: numbers, names, bytes, and the order and number of repeated things.</summary>
sealed class ModelMutator(Random random)
{
    static readonly long[] Integers = [0, 1, 2, 3, -1, -2, 4, 5, 7, 13, 20, 1000, 65536, 65537, 1 << 30, int.MaxValue, 1L << 32, 1L << 40, long.MaxValue, long.MinValue];

    static readonly float[] Numbers = [0, 1, -1, 1e-30f, 1e30f, float.NaN, float.PositiveInfinity];

    static readonly string[] Texts = ["", "x", "reverse", "Sigmoid", "axes", "axis", "layout", "clip", "LSTM", "Gather", "Slice", "Concat", "Softmax",
        "Reshape", "Flatten", "Expand", "Range", "ConstantOfShape", "MatMul", "Add", "Mul", "Div", "Sub", "Transpose", "BatchNormalization", "Identity", "Where", "Equal", "If", "GRU", "RNN",
        "Conv", "MaxPool", "AveragePool", "GlobalMaxPool", "ReduceMean", "LayerNormalization", "Pad", "Tile", "Split", "Clip", "Pow", "Sqrt", "Selu", "Jordan", "edgelstm", "bidirectional", "auto_pad",
        "SAME_UPPER", "kernel_shape", "pads", "strides", "dilations", "group", "gates", "activations", "Affine", "Step"];

    public byte[] Mutate(byte[] original)
    {
        if (random.Next(5) == 0)
            return MutateBytes(original);
        var model = ModelProto.Parser.ParseFrom(original);
        for (int i = random.Next(1, 4); i > 0; i--)
            MutateField(model);
        return model.ToByteArray();
    }

    byte[] MutateBytes(byte[] original)
    {
        byte[] bytes = [.. original];
        if (random.Next(3) == 0)
            return bytes[..random.Next(bytes.Length)];
        for (int i = random.Next(1, 8); i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    void MutateField(ModelProto model)
    {
        var fields = new List<(IMessage Message, FieldDescriptor Field)>();
        var names = new List<string>();
        Collect(model, fields, names);
        var (message, field) = fields[random.Next(fields.Count)];
        if (field.IsRepeated)
            MutateList((IList)field.Accessor.GetValue(message), names);
        else if (field.FieldType != FieldType.Message)
            field.Accessor.SetValue(message, Mutated(field.Accessor.GetValue(message), names));
        else if (random.Next(4) == 0)
            field.Accessor.Clear(message);
    }

    static void Collect(IMessage message, List<(IMessage, FieldDescriptor)> fields, List<string> names)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            object value = field.Accessor.GetValue(message);
            if (value is not null and not IList { Count: 0 } and not "" and not ByteString { IsEmpty: true })
                fields.Add((message, field));
            foreach (object item in value as IList ?? new[] { value })
                if (item is IMessage inner)
                    Collect(inner, fields, names);
                else if (item is string text)
                    names.Add(text);
        }
    }

    void MutateList(IList list, List<string> names)
    {
        int at = random.Next(list.Count), other = random.Next(list.Count);
        switch (random.Next(4))
        {
            case 0:
                list.RemoveAt(at);
                break;
            case 1:
                list.Insert(other, list[at] is IDeepCloneable<NodeProto> node ? node.Clone() : list[at]);
                break;
            case 2:
                (list[at], list[other]) = (list[other], list[at]);
                break;
            case 3 when list[at] is not IMessage:
                list[at] = Mutated(list[at]!, names);
                break;
        }
    }

    object Mutated(object value, List<string> names) => value switch
    {
        long => Pick(Integers),
        int => (int)Pick(Integers),
        float => Pick(Numbers),
        double => (double)Pick(Numbers),
        string => random.Next(2) == 0 ? Pick(Texts) : names[random.Next(names.Count)],
        ByteString bytes => Mutated(bytes),
        _ => value,
    };

    ByteString Mutated(ByteString original)
    {
        byte[] bytes = original.ToByteArray();
        switch (random.Next(3))
        {
            case 0 when bytes.Length >= 8:
                BitConverter.TryWriteBytes(bytes.AsSpan(random.Next(bytes.Length / 8) * 8), Pick(Integers));
                break;
            case 1:
                bytes = bytes[..random.Next(bytes.Length + 1)];
                break;
            default:
                bytes = [.. bytes, .. new byte[random.Next(1, 16)]];
                break;
        }
        return ByteString.CopyFrom(bytes);
    }

    T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
