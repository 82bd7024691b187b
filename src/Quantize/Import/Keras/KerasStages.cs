using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>The stages of a Keras model.</summary>
sealed class KerasStages(KerasFile model, int inputWidth, string file) : StageList(file)
{
    /// <summary>More than any sensor board has; bounds what a corrupt size may allocate.</summary>
    public const int MaxWidth = 65536;

    public override int? InputWidth => inputWidth;

    public KerasVersion Version => model.Version;

    /// <summary>Whether each recurrent layer carries its state on from one batch to the next.</summary>
    public List<(string Layer, bool Stateful)> Recurrent { get; } = [];

    protected override long StoredElements => model.Elements;

    public override ModelException NoLayer(Stage stage) => new(ErrorCatalogue.UnsupportedStructure,
        $"a stage of kind {stage.GetType().Name}", "a layer", "export the model to ONNX", File, stage.Name);
}
