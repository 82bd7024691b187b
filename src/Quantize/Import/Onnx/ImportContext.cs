using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Stages;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>What one import gathers: stages, axis roles, refusals, and how much it may still compute.</summary>
sealed class ImportContext(string file, long opset, AxisPart[] input, TensorReader tensors) : StageList(file)
{
    /// <summary>More features than any sensor board has; bounds what a corrupt size may allocate.</summary>
    const int MaxWidth = 65536;

    readonly Dictionary<string, int> _joins = [];
    readonly List<ModelException> _refusals = [];
    readonly HashSet<string> _told = [];

    public long Opset => opset;

    public Roles Roles { get; } = new(input);

    public TensorReader Tensors => tensors;

    public override int? InputWidth => Roles.InputWidth;

    protected override long StoredElements => tensors.Elements;

    /// <summary>The graph input that says how long each sequence is; null while no node reads one.</summary>
    public string? LengthInput { get; set; }

    public IReadOnlyList<ModelException> Refusals => _refusals;

    /// <summary>The program that wrote the file, and its version.</summary>
    public string Producer { get; init; } = "";

    /// <summary>What the file calls the graph input's free axes; empty where it says nothing.</summary>
    public IReadOnlyList<string> AxisNames { get; init; } = [];

    /// <summary>
    /// The free batch axis of the graph's input, where the graph itself has a 1 in its place and so takes a single window; else null.
    /// </summary>
    public int? SingleAxis { get; set; }

    /// <summary>
    /// The row of the batch that the graph picks, where its recurrence runs over an axis of size one; else null. From the end it is −1,
    /// −2, ….
    /// </summary>
    public int? LoneRow { get; set; }

    /// <summary>The only row of the batch that is computed: see <see cref="LoneSample"/>. Null: all are.</summary>
    public int? Lone { get; init; }

    /// <summary>An axis of the graph's input, for messages.</summary>
    public string DescribeAxis(int? axis) => axis is not int known ? "an axis of size one"
        : AxisNames.ElementAtOrDefault(known) is { Length: > 0 } name ? $"axis {known} ('{name.Short()}')" : $"axis {known}";

    /// <summary>Evaluates a subgraph whose branch is known, in the scope of the graph around it.</summary>
    public required Func<GraphProto, Value[]> Inline { get; set; }

    /// <summary>Notes a refusal, once; beyond a few hundred, which only a hostile file has, nobody reads them.</summary>
    public void Refuse(ModelException refusal)
    {
        refusal = refusal.In(File);
        if (_refusals.Count < 500 && _told.Add(refusal.Message))
            _refusals.Add(refusal);
    }

    public int? Width(ComputedValue computed)
    {
        int sum = 0;
        foreach (int part in computed.Parts)
        {
            if (Width(part) is not int width)
                return null;
            sum += width;
        }
        return sum;
    }

    /// <summary>The one stage that is all of a computed: its own, or its parts joined.</summary>
    public int Whole(ComputedValue computed, OnnxNode node)
    {
        if (computed.Parts is [var only])
            return only;
        Charge(2L * computed.Parts.Length, node);
        string key = string.Join(' ', computed.Parts);
        if (_joins.TryGetValue(key, out int known))
            return known;
        int[] widths = [.. computed.Parts.Select(part => Width(part) ?? throw node.Refusal(ErrorCatalogue.BadShape, "joined values whose features are not counted",
            "a fixed number of features", "export the model with that axis fixed"))];
        CheckWidth(widths.Sum(width => (long)width), node);
        return _joins[key] = Add(new JoinStage($"{node.Label} inputs", computed.Parts, widths));
    }

    /// <summary>The same for each part of a computed.</summary>
    public ComputedValue Each(ComputedValue computed, OnnxNode node, Func<int, Stage> stage)
    {
        Charge(computed.Parts.Length, node);
        return computed with { Parts = [.. computed.Parts.Select(part => Add(stage(part)))] };
    }

    public int CheckWidth(long width, OnnxNode node) => width is > 0 and <= MaxWidth
        ? (int)width
        : throw node.Refusal(ErrorCatalogue.BadShape, $"{width} features", $"1 to {MaxWidth}", "export the model again");

    /// <summary>To be called before anything of this many elements is allocated.</summary>
    public void Charge(long elements, OnnxNode? node) => Charge(elements, node?.Label);

    /// <inheritdoc/>
    public override ModelException NoLayer(Stage stage) => stage switch
    {
        PadStage => Refusal(stage, "Pad that is read by something else than a convolution", "Conv as its only reader",
            "pad in front of a convolution only"),
        ErfStage => Refusal(stage, "Erf outside of a GELU", "x/2 · (1 + erf(x/√2))",
            "train with GELU, or with another function"),
        StateStage => Refusal(stage, $"graph input '{stage.Name.Short()}' read as data and as an initial state", "either",
            "give the data in an input of its own"),
        _ => Refusal(stage, "a mean or a variance over the features that is no layer normalisation", "(x − mean) / √(variance + ε)",
            "compute it outside of the model"),
    };

    ModelException Refusal(Stage stage, string found, string expected, string remedy) =>
        new(ErrorCatalogue.UnsupportedStructure, found, expected, remedy, File, stage.Name);
}
