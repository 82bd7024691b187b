using EdgeLstm.Generator.Model;

namespace EdgeLstm.Quantize.Reference.Integer;

/// <summary>One step of another layer, once or at every step.</summary>
sealed class PickRun(ModelArtifact model, int index, bool first) : LayerRun(model, index)
{
    public override void Step(IReadOnlyList<Rows> sources, int t, long step) => Output.Copy(sources[0], first ? 0 : sources[0].Steps - 1, t);
}
