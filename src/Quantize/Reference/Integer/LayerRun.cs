using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

/// <summary>
/// One layer of an artifact with its state, as generated code runs it: the same calls of the runtime in the same order. Steps of a stream go into row 0;
/// a window has a row for each.
/// </summary>
abstract class LayerRun(ModelArtifact model, int index)
{
    protected ModelArtifact Model => model;

    protected Scheme Scheme => model.Scheme;

    protected ArtifactLayer Layer => model.Layers[index];

    /// <summary>Whether the model runs over windows, layer by layer.</summary>
    protected bool Windows => !model.CanStream;

    public Rows Output { get; } = new(model.Scheme, model.Layers[index].Outputs);

    public virtual bool Reverse => false;

    public static LayerRun Of(ModelArtifact model, int index) => model.Layers[index] switch
    {
        ArtifactLstm lstm => new LstmRun(model, index, lstm),
        ArtifactCell cell => new CellRun(model, index, cell),
        ArtifactDense dense => new DenseRun(model, index, dense),
        ArtifactConv conv => new ConvRun(model, index, conv),
        ArtifactPool pool => new PoolRun(model, index, pool),
        ArtifactCellState => new CellStateRun(model, index),
        ArtifactConcat => new ConcatRun(model, index),
        ArtifactPick { First: var first } => new PickRun(model, index, first),
        ArtifactRepeat => new PickRun(model, index, first: false),
        _ => new PointRun(model, index),
    };

    public virtual void Reset()
    {
    }

    /// <summary>Computes row <paramref name="t"/>; <paramref name="step"/> is the number of a stream's sample, from 1.</summary>
    public abstract void Step(IReadOnlyList<Rows> sources, int t, long step);
}
