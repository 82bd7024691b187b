using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>
/// Weights of Keras 1, 2 and tf.keras, and of Keras 3 where it writes .h5: a group for each layer, which lists its arrays in order.
/// </summary>
/// <param name="root">The group that the layers' groups are in.</param>
sealed class NamedWeights(Hdf5File hdf5, string root, string file) : ModelWeights
{
    public override LayerWeights Of(KerasLayer layer)
    {
        string group = root.Length == 0 ? layer.Name : $"{root}/{layer.Name}";
        string[] names = hdf5.Names(group, "weight_names") ?? [];
        return new Listed(this, [.. names.Select(name => $"{group}/{name.Replace('\\', '/')}")]);
    }

    KerasArray Array(string path) => hdf5.HasArray(path) ? hdf5.Array(path)
        : throw new ModelException(ErrorCatalogue.MissingValue, $"no array '{path.Short()}', which its group lists", "all weights",
            "the file is damaged or cut short: copy or save it again", file);

    /// <summary>Paths of arrays.</summary>
    sealed class Listed(NamedWeights weights, string[] paths) : LayerWeights
    {
        public override IReadOnlyList<KerasArray> Own(int most = int.MaxValue) => [.. paths.Take(most).Select(weights.Array)];

        /// <summary>A wrapper lists the arrays of the layer inside as its own.</summary>
        public override LayerWeights Inner(string name) => this;

        /// <summary>The forward layer's come first.</summary>
        public override LayerWeights Direction(bool backward) =>
            new Listed(weights, backward ? paths[(paths.Length / 2)..] : paths[..(paths.Length / 2)]);

        /// <summary>
        /// A model in a model lists all that can be trained before all that cannot, so that layers are told by the arrays' names, of
        /// which the layer's own is a part.
        /// </summary>
        public override ModelWeights Model() => new Nested(weights, paths);
    }

    sealed class Nested(NamedWeights weights, string[] paths) : ModelWeights
    {
        public override LayerWeights Of(KerasLayer layer)
        {
            string own = layer.Name[(layer.Name.LastIndexOf('/') + 1)..];
            return new Listed(weights, System.Array.FindAll(paths, path => path.Split('/')[..^1].Contains(own)));
        }
    }
}
