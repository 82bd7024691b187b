namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>
/// A method of the runtime that steps call. Each is here once: the printer writes its name, the interpreter's table calls it.
/// </summary>
sealed class Operation
{
    /// <summary>Of a layer's own object, whose type knows its arithmetic.</summary>
    public static readonly Operation
        StepState = new("", "Step"),
        StepProduct = new("", "Step"),
        StepTaps = new("", "Step"),
        Window = new("", "Window"),
        Begin = new("", "Begin");

    public static readonly Operation
        Quantize = new("Quantizer", "Quantize"),
        Dequantize = new("Quantizer", "Dequantize"),
        DequantizeInput = new("Elements", "Dequantize"),
        QuantizeCell = new("Elements", "QuantizeCell"),
        Copy = new("Elements", "Copy"),
        Add = new("Elements", "Add"),
        Affine = new("Elements", "Affine"),
        ArgMax = new("Elements", "ArgMax"),
        Normalize = new("Normalization", "Layer"),
        Max = new("Pooling", "Max"),
        Average = new("Pooling", "Average"),
        WindowMax = new("Pooling", "WindowMax"),
        WindowAverage = new("Pooling", "WindowAverage"),
        Attention = new("Attention", "Pool");

    static readonly Dictionary<FunctionKind, Operation> Functions = ((FunctionKind[])Enum.GetValues(typeof(FunctionKind)))
        .ToDictionary(kind => kind, kind => new Operation("Activations", $"{kind}") { Function = kind });

    Operation(string type, string method) => (Type, Method) = (type, method);

    /// <summary>The runtime's class of a static method; empty: the method is of the layer's object.</summary>
    public string Type { get; }

    public string Method { get; }

    /// <summary>Of a method of the class <c>Activations</c>.</summary>
    public FunctionKind? Function { get; private init; }

    /// <summary>A function in place.</summary>
    public static Operation Apply(FunctionKind kind) => Functions[kind];

    public override string ToString() => $"{Type}.{Method}";
}
