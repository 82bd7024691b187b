using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Cells;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>One integer recurrent layer beside the float one, inside: its gates and candidate, and an LSTM's cell state.</summary>
sealed class RecurrentErrors
{
    readonly RecurrentLayer _layer;
    readonly IntegerRunner _integers;
    readonly int _index;
    readonly CellProbe? _probe; // null for a plain LSTM, which has a layer of its own
    readonly ErrorSummary[] _gates;
    readonly ErrorSummary? _cell;
    readonly List<float[]> _quantizedGates = [], _quantizedCells = []; // [G·H] and [H], in the order of the steps

    public RecurrentErrors(RecurrentLayer layer, IntegerRunner integers, int index)
    {
        (_layer, _integers, _index) = (layer, integers, index);
        _probe = integers.Model.Layers[index] is ArtifactCell artifact ? new(artifact) : null;
        _gates = layer.Cell is ElmanCell ? [] : [.. layer.Cell.Gates.Select(_ => new ErrorSummary())]; // its only one is its output
        _cell = layer.Cell.HasCellState ? new() : null;
    }

    public IEnumerable<(string What, ErrorSummary Error)> Parts =>
        _gates.Select((error, gate) => (_layer.Cell.Gates[gate], error)).Concat(_cell is null ? [] : [("cell state", _cell)]);

    public void Forget()
    {
        _quantizedGates.Clear();
        _quantizedCells.Clear();
    }

    /// <summary>The layer is about to compute <paramref name="row"/>.</summary>
    public void Before(int row)
    {
        if (_probe is not null)
        {
            _quantizedGates.Add([.. _probe.Read(_integers, _index, row).SelectMany(gate => gate.Values)]);
            return;
        }

        var values = new float[4 * _layer.HiddenSize];
        GateProbe.Read(_integers, _index, row, values);
        _quantizedGates.Add(values);
    }

    public void After()
    {
        if (_cell is null)
            return;
        float step = ((ArtifactRecurrent)_integers.Model.Layers[_index]).CellStep;
        _quantizedCells.Add([.. _integers.CellUnits(_index)[.._layer.HiddenSize].ToArray().Select(c => c * step)]);
    }

    /// <summary>Of the float layer's <paramref name="order"/>th step.</summary>
    public void Compare(LayerStep step, int order)
    {
        for (int k = 0; k < _gates.Length * _layer.HiddenSize; k++)
            _gates[k / _layer.HiddenSize].Add(step.Gates[k], _quantizedGates[order][k]);
        for (int k = 0; _cell is not null && k < _layer.HiddenSize; k++)
            _cell.Add(step.Cell[k], _quantizedCells[order][k]);
    }
}
