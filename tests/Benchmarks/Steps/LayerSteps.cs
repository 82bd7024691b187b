using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Benchmarks.Steps;

/// <summary>The LSTM layers of a model on one kernel, without the input's quantization and the head.</summary>
abstract class LayerSteps
{
    /// <summary>Different inputs that a run goes through.</summary>
    protected const int Samples = 64;

    public static LayerSteps Of(ModelArtifact model, Kernel kernel)
    {
        var layers = model.Layers.OfType<ArtifactLstm>().ToList();
        return model.Scheme switch
        {
            Scheme.Int8 => new Int8Steps(layers, kernel),
            Scheme.Int8x16 => new Int16Steps(layers, kernel),
            _ => new FloatSteps(layers, kernel),
        };
    }

    /// <summary>Goes on from where the last run ended.</summary>
    public abstract void Run(int steps);
}
