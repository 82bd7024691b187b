using System.Globalization;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>Weights of Keras 3's archive: their places follow from the layers' classes, and arrays have numbers for names.</summary>
/// <param name="root">The model's own place.</param>
sealed class PlacedWeights(Hdf5File hdf5, string root) : ModelWeights
{
    /// <summary>Where a model keeps its layers: Keras 3; tf.keras 2.12 to 2.15; a Sequential inside of those.</summary>
    public static readonly string[] Lists = ["layers", "_layer_checkpoint_dependencies", "_functional/layers",
        "_functional/_layer_checkpoint_dependencies"];

    public override LayerWeights Of(KerasLayer layer)
    {
        string[] places = [.. Lists.Select(list => Join(root, $"{list}/{Counted(list, layer.ContainerName)}"))];
        return new Placed(hdf5, Array.Find(places, hdf5.HasGroup) ?? places[0]);
    }

    /// <summary>
    /// tf.keras 2.13 lists layers with weights twice, once as such, and writes each the first time that it meets it: what would be the
    /// second one is the third, and a place in between is empty.
    /// </summary>
    string Counted(string list, string name)
    {
        int cut = name.LastIndexOf('_');
        if (cut <= 0 || !int.TryParse(name.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return name;
        bool isTwice = list.EndsWith("_dependencies", StringComparison.Ordinal)
            && !hdf5.HasGroup(Join(root, $"{list}/{name[..cut]}_1"));
        return isTwice ? FormattableString.Invariant($"{name[..cut]}_{2L * number}") : name;
    }

    static string Join(string outer, string inner) => outer.Length == 0 ? inner : $"{outer}/{inner}";

    sealed class Placed(Hdf5File hdf5, string path) : LayerWeights
    {
        public override IReadOnlyList<KerasArray> Own(int most = int.MaxValue)
        {
            var arrays = new List<KerasArray>();
            while (arrays.Count < most && hdf5.HasArray($"{path}/vars/{arrays.Count}"))
                arrays.Add(hdf5.Array($"{path}/vars/{arrays.Count}"));
            return arrays;
        }

        public override LayerWeights Inner(string name) => new Placed(hdf5, $"{path}/{name}");

        public override LayerWeights Direction(bool backward) => Inner(backward ? "backward_layer" : "forward_layer");

        public override ModelWeights Model() => new PlacedWeights(hdf5, path);
    }
}
