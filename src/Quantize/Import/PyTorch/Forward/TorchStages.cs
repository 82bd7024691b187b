using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>The stages of a line of modules.</summary>
/// <param name="inputs">Features of the model's input.</param>
/// <param name="stored">Numbers in the file's tensors.</param>
sealed class TorchStages(int inputs, long stored, string file) : StageList(file)
{
    public override int? InputWidth => inputs;

    protected override long StoredElements => stored;

    public override ModelException NoLayer(Stage stage) => new(ErrorCatalogue.UnsupportedStructure,
        $"a stage of kind {stage.GetType().Name}", "a layer", "correct --forward", File, stage.Name);
}
