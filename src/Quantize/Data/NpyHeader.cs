using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>The header of a .npy file: a Python dictionary literal with exactly the keys descr, fortran_order and shape.</summary>
sealed record NpyHeader(NpyElement Element, IReadOnlyList<int> Shape)
{
    const string SaveAgain = "save it with numpy.save(file, array.astype('<f4'))";

    public int BytesPerElement => Element is NpyElement.Float32 or NpyElement.Int32 ? 4 : 8;

    /// <summary>The dictionary in <paramref name="text"/>; a ModelException names what this reader does not take.</summary>
    public static NpyHeader Parse(string text)
    {
        var literal = new PythonLiteral(text);
        string? descr = null;
        bool? fortranOrder = null;
        IReadOnlyList<long>? shape = null;

        literal.Expect('{');
        while (!literal.TryTake('}'))
        {
            string key = literal.String();
            literal.Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    if (literal.Next == '[')
                        throw Bad("a structured element type", "one of <f4, <f8, <i4, <i8");
                    descr = literal.String();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = literal.Boolean();
                    break;
                case "shape" when shape is null:
                    shape = literal.Tuple();
                    break;
                default:
                    throw Bad($"header key '{key}'", "descr, fortran_order and shape, each once");
            }

            if (!literal.TryTake(','))
            {
                literal.Expect('}');
                break;
            }
        }

        literal.ExpectEnd();
        if (descr is null || fortranOrder is null || shape is null)
            throw Bad("a header without descr, fortran_order or shape", "all three");
        if (fortranOrder.Value)
            throw new ModelException(ErrorCatalogue.BadNpy, "fortran_order True", "row-major values (fortran_order False)",
                "save it with numpy.save(file, numpy.ascontiguousarray(array))");
        return new(ElementOf(descr), Dimensions(shape));
    }

    static NpyElement ElementOf(string descr) => descr switch
    {
        "<f4" => NpyElement.Float32,
        "<f8" => NpyElement.Float64,
        "<i4" => NpyElement.Int32,
        "<i8" => NpyElement.Int64,
        _ when descr.StartsWith('>') => throw Bad($"big-endian element type '{descr}'", "one of <f4, <f8, <i4, <i8"),
        _ => throw Bad($"element type '{descr}'", "one of <f4, <f8, <i4, <i8"),
    };

    static int[] Dimensions(IReadOnlyList<long> shape)
    {
        if (shape.Count is < 1 or > 3)
            throw Bad($"{shape.Count} dimensions", "1 to 3 dimensions, [T,F] or [N,T,F]");
        var dimensions = new int[shape.Count];
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (shape[i] is < 0 or > int.MaxValue)
                throw Bad($"a dimension of {shape[i]}", "0 to 2147483647");
            dimensions[i] = (int)shape[i];
        }

        return dimensions;
    }

    static ModelException Bad(string found, string expected) => new(ErrorCatalogue.BadNpy, found, expected, SaveAgain);
}
