using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Cells;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>One integer recurrent layer beside the float one, inside: its gates and candidate, and an LSTM's cell state.</summary>
sealed class RecurrentErrors
{
    readonly RecurrentLayer layer;
    readonly IntegerRunner integers;
    readonly int index;
    readonly CellProbe? probe; // null for a plain LSTM, which has a layer of its own
    readonly ErrorSummary[] gates;
    readonly ErrorSummary? cell;
    readonly List<float[]> quantizedGates = [], quantizedCells = []; // [G·H] and [H], in the order of the steps

    public RecurrentErrors(RecurrentLayer layer, IntegerRunner integers, int index)
    {
        (this.layer, this.integers, this.index) = (layer, integers, index);
        probe = integers.Model.Layers[index] is ArtifactCell artifact ? new(artifact) : null;
        gates = layer.Cell is ElmanCell ? [] : [.. layer.Cell.Gates.Select(_ => new ErrorSummary())]; // its only one is its output
        cell = layer.Cell.HasCellState ? new() : null;
    }

    public IEnumerable<(string What, ErrorSummary Error)> Parts =>
        gates.Select((error, gate) => (layer.Cell.Gates[gate], error)).Concat(cell is null ? [] : [("cell state", cell)]);

    public void Forget()
    {
        quantizedGates.Clear();
        quantizedCells.Clear();
    }

    /// <summary>The layer is about to compute <paramref name="row"/>.</summary>
    public void Before(int row)
    {
        if (probe is not null)
        {
            quantizedGates.Add([.. probe.Read(integers, index, row).SelectMany(gate => gate.Values)]);
            return;
        }

        var values = new float[4 * layer.Units];
        GateProbe.Read(integers, index, row, values);
        quantizedGates.Add(values);
    }

    public void After()
    {
        if (cell is null)
            return;
        float step = ((ArtifactRecurrent)integers.Model.Layers[index]).CellStep;
        quantizedCells.Add([.. integers.CellUnits(index)[..layer.Units].ToArray().Select(c => c * step)]);
    }

    /// <summary>Of the float layer's <paramref name="order"/>th step.</summary>
    public void Compare(LayerStep step, int order)
    {
        for (int k = 0; k < gates.Length * layer.Units; k++)
            gates[k / layer.Units].Add(step.Gates[k], quantizedGates[order][k]);
        for (int k = 0; cell is not null && k < layer.Units; k++)
            cell.Add(step.Cell[k], quantizedCells[order][k]);
    }
}
