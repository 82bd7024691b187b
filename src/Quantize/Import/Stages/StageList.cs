using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>The stages that an importer gathers out of a file, what it has to tell of them, and how much it may still compute.</summary>
/// <param name="file">For messages.</param>
abstract class StageList(string file)
{
    /// <summary>
    /// Elements that folding may produce: sixteen times those read from the file (slicing, joining and transposing weights touches each a
    /// few times), and a floor for small models. Beyond it the graph is a decompression bomb.
    /// </summary>
    const long Floor = 1 << 20, PerStoredElement = 16;

    const int MaxNotes = 100;

    long _spent;

    readonly List<Stage> _stages = [];
    readonly List<string> _notes = [];

    public string File => file;

    public IReadOnlyList<Stage> Stages => _stages;

    /// <summary>What the user should know of how the file was read.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Features of the model's input; null while they are unknown.</summary>
    public abstract int? InputWidth { get; }

    /// <summary>Elements of the weights that the file stores, as far as they were read.</summary>
    protected abstract long StoredElements { get; }

    /// <summary>For the user, once.</summary>
    public void Note(string note)
    {
        if (_notes.Count < MaxNotes && !_notes.Contains(note))
            _notes.Add(note);
    }

    public int Add(Stage stage)
    {
        _stages.Add(stage);
        return _stages.Count - 1;
    }

    /// <summary>Features of a stage (−1: the model's input); null while the input's number is unknown.</summary>
    public int? Width(int stage) => OwnWidth(stage) ?? InputWidth;

    /// <summary>The same, null for the input itself: what a stage that keeps its source's width is given.</summary>
    public int? OwnWidth(int stage) => stage < 0 ? null : _stages[stage].Width;

    /// <summary>To be called before anything of this many elements is allocated.</summary>
    /// <param name="node">Whose they are, for the message.</param>
    public void Charge(long elements, string? node = null)
    {
        if (elements > Floor + PerStoredElement * StoredElements - _spent)
            throw new ModelException(ErrorCatalogue.ModelTooLarge, "constants far larger than the weights that the file stores",
                "a graph whose constants fold to about their stored size", "export the model with constant folding on", file, node);
        _spent += elements;
    }

    /// <summary>Why a stage of the importer's own cannot be a layer.</summary>
    public abstract ModelException NoLayer(Stage stage);
}
