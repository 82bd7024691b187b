using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

/// <summary>A recurrent layer's cell state as values; the runner calls it right after each of that layer's steps.</summary>
sealed class CellStateRun(ModelArtifact model, int index) : LayerRun(model, index)
{
    /// <summary>The layer that it looks into.</summary>
    public RecurrentRun? Recurrent { get; set; }

    public override void Step(IReadOnlyList<Rows> sources, int t, long step)
    {
        var y = Output.Floats(t);
        if (Scheme == Scheme.Float32)
            Recurrent!.FloatCell.AsSpan(0, y.Length).CopyTo(y);
        else
            Layers.Quantizer.Dequantize(Recurrent!.Cell, ((ArtifactRecurrent)Model.Layers[Layer.Source]).CellStep, y);
    }
}
