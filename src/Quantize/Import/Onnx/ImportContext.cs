using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Stages;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>What one import gathers: stages, axis roles, refusals, and how much it may still compute.</summary>
sealed class ImportContext(string file, long opset, AxisPart[] input, TensorReader tensors)
{
    /// <summary>More features than any sensor board has; bounds what a corrupt size may allocate.</summary>
    const int MaxWidth = 65536;

    /// <summary>
    /// Elements that folding may produce: sixteen times those read from the file (slicing, joining and transposing weights touches each a
    /// few times), and a floor for small models. Beyond it the graph is a decompression bomb.
    /// </summary>
    const long Floor = 1 << 20, PerStoredElement = 16;

    long _spent;

    readonly List<Stage> _stages = [];
    readonly Dictionary<string, int> _joins = [];
    readonly List<ModelException> _refusals = [];
    readonly HashSet<string> _told = [];
    readonly List<string> _notes = [];

    public string File => file;

    public long Opset => opset;

    public Roles Roles { get; } = new(input);

    public TensorReader Tensors => tensors;

    public IReadOnlyList<Stage> Stages => _stages;

    /// <summary>The graph input that says how long each sequence is; null while no node reads one.</summary>
    public string? LengthInput { get; set; }

    public IReadOnlyList<ModelException> Refusals => _refusals;

    /// <summary>The program that wrote the file, and its version.</summary>
    public string Producer { get; init; } = "";

    /// <summary>What the user should know of how the graph was read.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Evaluates a subgraph whose branch is known, in the scope of the graph around it.</summary>
    public required Func<GraphProto, Value[]> Inline { get; set; }

    /// <summary>Notes a refusal, once; beyond a few hundred, which only a hostile file has, nobody reads them.</summary>
    public void Refuse(ModelException refusal)
    {
        refusal = refusal.In(file);
        if (_refusals.Count < 500 && _told.Add(refusal.Message))
            _refusals.Add(refusal);
    }

    /// <summary>For the user, once.</summary>
    public void Note(string note)
    {
        if (_notes.Count < 100 && _told.Add(note))
            _notes.Add(note);
    }

    public int Add(Stage stage)
    {
        _stages.Add(stage);
        return _stages.Count - 1;
    }

    /// <summary>Features of a stage (−1: the graph's input); null while the graph input's number is unknown.</summary>
    public int? Width(int stage) => OwnWidth(stage) ?? Roles.InputWidth;

    /// <summary>The same, null for the graph input itself: what a stage that keeps its source's width is given.</summary>
    public int? OwnWidth(int stage) => stage < 0 ? null : _stages[stage].Width;

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
    public void Charge(long elements, OnnxNode? node = null)
    {
        if (elements > Floor + PerStoredElement * tensors.Elements - _spent)
            throw new ModelException(ErrorCatalogue.ModelTooLarge, "constants far larger than the weights that the file stores",
                "a graph whose constants fold to about their stored size", "export the model with constant folding on", file, node?.Label);
        _spent += elements;
    }
}
