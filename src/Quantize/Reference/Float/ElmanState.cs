using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

sealed class ElmanState(RecurrentLayer layer, ElmanCell cell) : RecurrentState(layer)
{
    public override void Step(ReadOnlySpan<float> x)
    {
        float[] h = Recurrent;
        Output.CopyTo(h, 0);
        for (int k = 0; k < H; k++)
            Output[k] = Gate(k, Input(k, x) + Product(k, h), cell.Activation);
    }
}
