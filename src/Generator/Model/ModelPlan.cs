using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Model;

/// <summary>What follows from a model's layers, for all who run it: generated code and the tool do the same work in the same order.</summary>
sealed class ModelPlan
{
    readonly StepCount?[] _steps;
    readonly bool[] _units, _floats, _feedsState, _isHead; // by layer; the forms from the input on

    public ModelPlan(ModelArtifact model)
    {
        Model = model;
        int count = model.Layers.Count;
        (_steps, _units, _floats) = (new StepCount?[count], new bool[count + 1], new bool[count + 1]);
        (_feedsState, _isHead) = (new bool[count], new bool[count]);
        for (int k = 0; k < count; k++)
            _steps[k] = Combined(model.Layers[k]);
        foreach (int head in model.Heads)
        {
            _isHead[head] = true;
            _floats[head + 1] = model.Layers[head].Gives != ValueForm.Units || WhyWindows is not null; // a stream's units become the output's floats right there
        }

        for (int k = count - 1; k >= 0; k--)
            Read(k);
    }

    /// <summary>What this is the plan of: a changed copy has its own.</summary>
    public ModelArtifact Model { get; }

    /// <summary>Why the model needs whole windows; null where it can take one sample after the other.</summary>
    public string? WhyWindows => Model.Layers.Where(layer => layer.ReadsAhead is not null).Select(layer => $"layer '{layer.Name}' {layer.ReadsAhead}").FirstOrDefault();

    /// <summary>The least samples of a window that every layer can make a step of.</summary>
    public int MinSamples => Math.Max(
        _steps.Max(steps => steps!.Value.MinSamples),
        Model.Layers.Max(layer => layer.Sources.Max(source => Steps(source).SamplesFor(layer.MinSteps))));

    /// <summary>
    /// Whether the heads can be computed from the state alone, so that a window needs them once: all that they read are hidden states. Where they read
    /// anything else, every layer runs at every step.
    /// </summary>
    public bool HeadsReadState { get; private set; } = true;

    /// <summary>Steps that a layer gives; the input's, −1, are the samples.</summary>
    public StepCount Steps(int layer) => layer < 0 ? StepCount.Samples : _steps[layer]!.Value;

    /// <summary>Steps of the outputs where the model gives every step: each count that a head has, but for a single one.</summary>
    public IReadOnlyList<StepCount> OutputSteps => [.. Model.Heads.Select(Steps).Where(head => head.Fixed != 1).Distinct()];

    /// <summary>Rows of outputs for a window of <paramref name="samples"/>: the longest head's. Outputs of fewer steps end with it, and have their first before.</summary>
    public int OutputRowsOf(int samples) => Model.EveryStep ? OutputSteps.Select(steps => steps.Of(samples)).DefaultIfEmpty(1).Max() : 1;

    /// <summary>The same in C#, of an int called <c>samples</c>.</summary>
    public string OutputRows => OutputSteps.Select(steps => steps.Expression).DefaultIfEmpty("1").Aggregate((a, b) => $"global::System.Math.Max({a}, {b})");

    /// <summary>Whether somebody reads the layer's values, or the input's, −1, as activation units.</summary>
    public bool AsUnits(int layer) => Model.Scheme != Scheme.Float32 && _units[layer + 1];

    /// <summary>Whether somebody reads them as floats.</summary>
    public bool AsFloats(int layer) => Model.Scheme == Scheme.Float32 || _floats[layer + 1];

    /// <summary>Whether the layer itself reads floats of its sources.</summary>
    public bool TakesFloats(int layer) => Model.Layers[layer].Takes == ValueForm.Floats || (Model.Layers[layer].Takes == ValueForm.AsRead && _floats[layer + 1]);

    /// <summary>Whether the layer itself reads activation units of its sources.</summary>
    public bool TakesUnits(int layer) => Model.Layers[layer].Takes == ValueForm.Units || (Model.Layers[layer].Takes == ValueForm.AsRead && _units[layer + 1]);

    /// <summary>Whether the layer has to run at every step: it has a state, or a layer that has one reads it.</summary>
    public bool FeedsState(int layer) => _feedsState[layer];

    /// <summary>Whether an output comes from the layer, and not through a hidden state: it runs when a prediction is asked for.</summary>
    public bool IsHead(int layer) => _isHead[layer];

    /// <summary>Refuses layers whose steps or scales do not fit together.</summary>
    internal void Check()
    {
        for (int k = 0; k < _steps.Length; k++)
        {
            var layer = Model.Layers[k];
            if (_steps[k] is null)
                throw Syntax(layer, "sources of different lengths, or no step left", "sources with a step for each of the others'");
            if (layer is ArtifactCellState && (layer.Source < 0 || Model.Layers[layer.Source] is not (ArtifactLstm or ArtifactCell { Cell: CellKind.Lstm })))
                throw Syntax(layer, "the cell state of a layer that has none", "an LSTM");
            if (AsUnits(k) && layer.Gives == ValueForm.Floats && layer.InverseStep == 0)
                throw Syntax(layer, "inverse-step 0 of a layer that is read in units", "a step");
        }
    }

    StepCount? Combined(ArtifactLayer layer)
    {
        var sources = layer.Sources.Select(source => source < 0 ? StepCount.Samples : _steps[source]).Distinct().ToList();
        if (sources.Count > 1 && layer.TakesSingles)
            sources.RemoveAll(source => source is { Fixed: 1 }); // a single step stands beside each of the others'
        return sources.Count == 1 && sources[0] is { } steps ? layer.Steps(steps) : null;
    }

    void Read(int index)
    {
        var layer = Model.Layers[index];
        bool isHidden = layer is ArtifactRecurrent;
        _feedsState[index] |= layer.HasState;
        if (_isHead[index] && layer.HasState && !isHidden)
            HeadsReadState = false;
        foreach (int source in layer.Sources)
        {
            _units[source + 1] |= layer.Takes == ValueForm.Units || (layer.Takes == ValueForm.AsRead && _units[index + 1]);
            _floats[source + 1] |= layer.Takes == ValueForm.Floats || (layer.Takes == ValueForm.AsRead && _floats[index + 1]);
            if (source >= 0)
            {
                _feedsState[source] |= _feedsState[index];
                _isHead[source] |= _isHead[index] && !isHidden;
            }
            else if (_isHead[index] && !isHidden)
            {
                HeadsReadState = false;
            }
        }
    }

    static ModelException Syntax(ArtifactLayer layer, string found, string expected) =>
        new(ErrorCatalogue.ArtifactSyntax, found, expected, ArtifactRange.Remedy, node: layer.Name);
}
