using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using LstmCell = EdgeLstm.Quantize.Graph.LstmCell;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>The artifact's cells and the graph's, one from the other.</summary>
static class CellNames
{
    /// <summary>Without its constants.</summary>
    public static ArtifactCell Artifact(RecurrentLayer layer, float hiddenScale, float cellScale, int tables) =>
        new(layer.Header, layer.Direction == Direction.Reverse, hiddenScale, layer.Cell.RuntimeKind, layer.Cell.RuntimeFlags,
            layer.HiddenSize, cellScale, tables);

    /// <summary>Who wrote the equations of an artifact's cell down.</summary>
    public static string Source(ArtifactCell cell, Scheme scheme) =>
        cell.Cell == CellKind.Lstm ? Variant(cell, scheme).Source : ArtifactCell.Named(cell.Cell).Source;

    /// <summary>An LSTM's variant, with functions only as far as it is named by them.</summary>
    static LstmCell Variant(ArtifactCell cell, Scheme scheme)
    {
        bool Has(CellFlags flag) => (cell.Flags & flag) != 0;
        ScalarFunction Function(int place, ScalarFunction usual) =>
            Kind(cell.Data, place, scheme) is { } kind ? new(kind, kind == FunctionKind.ThreeLevel ? 1 : 0) : usual;
        return new()
        {
            InputGate = Has(CellFlags.NoInputGate) ? null : Function(0, ScalarFunction.Sigmoid),
            ForgetGate = Has(CellFlags.NoForgetGate) || Has(CellFlags.Coupled) ? null : Function(1, ScalarFunction.Sigmoid),
            Candidate = Function(2, ScalarFunction.Tanh),
            OutputGate = Has(CellFlags.NoOutputGate) ? null : Function(3, ScalarFunction.Sigmoid),
            Output = Function(4, ScalarFunction.Tanh),
            Coupled = Has(CellFlags.Coupled),
            Pi = Has(CellFlags.Peepholes) ? [] : null,
            FullGateRecurrence = Has(CellFlags.FullGateRecurrence),
        };
    }

    /// <summary>The function at one place of an LSTM's five, where it names a variant: identity, step, three levels.</summary>
    static FunctionKind? Kind(byte[] data, int place, Scheme scheme)
    {
        if (scheme == Scheme.Float32)
            return (FunctionKind)MemoryMarshal.Cast<byte, float>(data)[CellShape.FunctionFloats * place]
                is var kind and (FunctionKind.Identity or FunctionKind.Step or FunctionKind.ThreeLevel) ? kind : null;
        return MemoryMarshal.Cast<byte, GateFunction>(data.AsSpan(0, GateFunction.Bytes * (place + 1)))[place] switch
        {
            { Kind: GateFunctionKind.Clamp, A: 0, B: -short.MaxValue, C: short.MaxValue } => FunctionKind.Identity,
            { Kind: GateFunctionKind.Step } => FunctionKind.Step,
            { Kind: GateFunctionKind.ThreeLevel } => FunctionKind.ThreeLevel,
            _ => null,
        };
    }
}
