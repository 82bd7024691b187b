using EdgeLstm.Generator.Model;

namespace EdgeLstm.Quantize.Reference.Integer;

sealed class ConcatRun(ModelArtifact model, int index) : LayerRun(model, index)
{
    public override void Step(IReadOnlyList<Rows> sources, int t, long step)
    {
        int at = 0;
        foreach (var source in sources)
        {
            source.Floats(t).CopyTo(Output.Floats(t)[at..]);
            if (Scheme == Scheme.Int8)
                source.Int8(t)[..source.Width].CopyTo(Output.Int8(t)[at..]);
            else if (Scheme == Scheme.Int8x16)
                source.Int16(t)[..source.Width].CopyTo(Output.Int16(t)[at..]);
            at += source.Width;
        }
    }
}
