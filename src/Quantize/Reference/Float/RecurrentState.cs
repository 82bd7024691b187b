using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

/// <summary>A recurrent layer of any cell: its initial states, and the order in which a window is taken.</summary>
sealed class RecurrentState : LayerState
{
    readonly RecurrentLayer _layer;
    readonly CellStep _step;

    public RecurrentState(RecurrentLayer layer)
        : base(layer) => (_layer, _step) = (layer, new(layer, Output));

    public override float[] Recurrent => _step.Recurrent;

    public override float[] Sums => _step.Sums;

    public override float[] Gates => _step.Gates;

    public override float[] Cell => _step.Inner;

    /// <summary>States of the next windows, in place of the layer's own.</summary>
    public float[]? InitialH { get; set; }

    public float[]? InitialC { get; set; }

    /// <summary>Cell states of a window [T, H], for the layer that gives them out.</summary>
    public Sequence? Cells { get; set; }

    public override void Reset()
    {
        _step.Clear();
        (InitialH ?? _layer.InitialH).CopyTo(Output, 0);
        (InitialC ?? _layer.InitialC).CopyTo(Cell, 0);
    }

    public override void Step(ReadOnlySpan<float> x) => _step.Run(x);

    public override void Run(Sequence x, Sequence y, Action<float[]>? seen)
    {
        Reset();
        Cells = new(x.Steps, Cell.Length);
        for (int k = 0; k < x.Steps; k++)
        {
            int t = _layer.Direction == Direction.Forward ? k : x.Steps - 1 - k;
            float[] sample = x[t].ToArray();
            Step(sample);
            Output.CopyTo(y[t]);
            Cell.CopyTo(Cells[t]);
            seen?.Invoke(sample);
        }
    }
}
