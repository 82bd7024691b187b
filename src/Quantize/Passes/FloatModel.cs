using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// A trained model in the float32 scheme, which needs no calibration data: zeros stand in, of the length that a window model is made for.
/// </summary>
static class FloatModel
{
    /// <summary>Samples of the zeros where the graph's window is free.</summary>
    const int FreeWindow = 64;

    public static ModelArtifact Of(Network network, CancellationToken cancel)
    {
        int samples = network.CanStream ? 2 : network.Window ?? FreeWindow;
        var nothing = new Dataset(1, samples, network.Inputs.Count, new float[samples * network.Inputs.Count]);
        return QuantizePass.Run(network, CalibrationStatistics.Collect(network, nothing, cancel), Scheme.Float32, samples, "", []);
    }
}
