namespace EdgeLstm.Quantize.Import.PyTorch.Pickles;

/// <summary>
/// The names that may stand in a file of weights. <see cref="Tensor"/> and a few others are understood; the rest are values beside the
/// weights, such as the arguments of a training run, and are kept as names and what belongs to them. Nothing is ever called.
/// </summary>
static class PickleNames
{
    public const string Utils = "torch._utils", Tensor = "_rebuild_tensor_v2", OlderTensor = "_rebuild_tensor",
        Parameter = "_rebuild_parameter";

    /// <summary>Where Python 2 had what Python 3 has in <c>builtins</c>; pickles up to protocol 2 have the old name.</summary>
    static readonly string[] Builtins = ["builtins", "__builtin__"];

    static readonly string[] BuiltinTypes =
        ["bool", "bytearray", "bytes", "complex", "dict", "float", "frozenset", "int", "list", "object", "range", "set", "slice", "str",
            "tuple"];

    static readonly string[] Types =
        ["bfloat16", "bool", "float16", "float32", "float64", "int16", "int32", "int64", "int8", "uint8"];

    static readonly string[] NumpyCores = ["numpy.core.multiarray", "numpy._core.multiarray"];

    static readonly HashSet<(string, string)> Values =
    [
        ("collections", "OrderedDict"), ("collections", "defaultdict"), ("collections", "Counter"), ("collections", "deque"),
        ("argparse", "Namespace"), ("types", "SimpleNamespace"), ("_codecs", "encode"),
        ("datetime", "date"), ("datetime", "datetime"), ("datetime", "timedelta"),
        ("pathlib", "PosixPath"), ("pathlib", "WindowsPath"), ("pathlib", "PurePosixPath"), ("pathlib", "PureWindowsPath"),
        ("numpy", "dtype"), ("numpy", "ndarray"),
        ("torch", "Size"), ("torch", "device"), ("torch.serialization", "_get_layout"),
        (Utils, Tensor), (Utils, OlderTensor), (Utils, Parameter),
    ];

    /// <summary>Whether a file with this name in it is read.</summary>
    public static bool Allows(PickleName name) => Values.Contains((name.Module, name.Name)) || IsStorage(name) || IsType(name)
        || Builtins.Contains(name.Module) && BuiltinTypes.Contains(name.Name)
        || NumpyCores.Contains(name.Module) && (name.Name is "scalar" or "_reconstruct");

    /// <summary><c>torch.FloatStorage</c>; which of them are numbers that can be read is seen when they are.</summary>
    public static bool IsStorage(PickleName name) =>
        (name.Module is "torch" or "torch.cuda" or "torch.storage") && name.Name.EndsWith("Storage", StringComparison.Ordinal);

    /// <summary>Whether Python would make a dictionary of it.</summary>
    public static bool IsDictionary(PickleName name) => name.Module == "collections"
        && (name.Name is "OrderedDict" or "defaultdict" or "Counter")
        || Builtins.Contains(name.Module) && name.Name == "dict";

    /// <summary><c>torch.float32</c>.</summary>
    static bool IsType(PickleName name) => name.Module == "torch" && Types.Contains(name.Name);
}
