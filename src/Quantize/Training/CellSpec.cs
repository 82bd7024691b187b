using System.Numerics;
using EdgeLstm.Quantize.Training.Export;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training;

/// <summary>Which equations a recurrent layer is trained with.</summary>
abstract record CellSpec
{
    /// <summary>The gates that choose between old and new, where the cell has such.</summary>
    public GateSpec Gates { get; init; } = GateSpec.Soft;

    /// <summary>How it is written as ONNX.</summary>
    public abstract CellExport Export { get; }

    /// <summary>A layer's parameters, and with them what trains it.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="units">H.</param>
    /// <param name="place">Among the network's layers and directions, for noise of its own.</param>
    /// <param name="name">In front of the parameters' names.</param>
    /// <param name="list">Where the parameters get their places.</param>
    public abstract RecurrentLayer<T> CreateLayer<T>(int inputs, int units, int place, string name, ParameterList list)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
