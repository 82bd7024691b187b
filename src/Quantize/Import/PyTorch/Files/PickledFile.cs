using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Pickles;

namespace EdgeLstm.Quantize.Import.PyTorch.Files;

/// <summary>What torch.save wrote, in either of its formats: a pickle's values, and the numbers that it refers to.</summary>
/// <param name="Storages">By key; as many bytes as <see cref="StorageName.Count"/> says or more, since they were checked.</param>
/// <param name="IsScript">Whether it is a TorchScript archive.</param>
sealed record PickledFile(PickleContent Content, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Storages, bool IsScript, string File)
{
    /// <exception cref="ModelException">The tensor's type is not read, or it lies outside of its storage.</exception>
    public StoredTensor Tensor(string name, TensorView view) =>
        StoredTensor.Make(name, Type(view.Storage, File, name), Storages[view.Storage.Key], view.Offset, view.Sizes, view.Strides, File);

    /// <exception cref="ModelException">ELSTM110.</exception>
    public static NumberType Type(StorageName storage, string file, string? name) => NumberType.OfStorage(storage.Type)
        ?? throw new ModelException(ErrorCatalogue.UnsupportedType, $"a {storage.Type.Short()}", NumberType.Names,
            "save the weights as float32: model.float()", file, name?.Short());
}
