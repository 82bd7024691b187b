using System.Collections.Immutable;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Compressing;

/// <summary>How a network's LSTM layers are compressed.</summary>
/// <param name="All">Those that have nothing of their own.</param>
sealed record Compression(LayerCompression All)
{
    public static readonly Compression None = new(LayerCompression.None);

    /// <summary>All layers alike, the gates i and f, and the candidate and the output gate.</summary>
    public Compression(CompressedForm gates, CompressedForm candidate, int rank = 0, double sparsity = 0)
        : this(new LayerCompression(gates, gates, candidate, candidate, rank, sparsity))
    {
    }

    /// <summary>By the layer's name.</summary>
    public ImmutableSortedDictionary<string, LayerCompression> Own { get; init; } =
        ImmutableSortedDictionary.Create<string, LayerCompression>(StringComparer.Ordinal);

    public bool IsNone => Parts.All(part => part == LayerCompression.None);

    /// <summary>Whether some layer is to have a lower rank, or fewer columns.</summary>
    public bool ChangesNetwork => Parts.Any(part => part.Rank != 0 || part.Sparsity != 0);

    /// <summary>
    /// Whether one step of all inputs is needed: weights that are multiples of a number must still be ones, scaled by it.
    /// </summary>
    public bool OneInputStep => Parts.Any(part => part.Forms.Any(form => form.Round is not null));

    IEnumerable<LayerCompression> Parts => [All, .. Own.Values];

    /// <summary>Of one layer.</summary>
    public LayerCompression Of(string layer) => Own.GetValueOrDefault(layer, All);

    /// <summary>The same with another one for a layer.</summary>
    public Compression With(string layer, LayerCompression own) => this with { Own = Own.SetItem(layer, own) };

    /// <summary>Tells of a layer that is named and does not exist, or cannot be compressed.</summary>
    /// <exception cref="ModelException">ELSTM186.</exception>
    public void RequireLayers(Network network)
    {
        string[] layers = [.. network.Layers.OfType<RecurrentLayer>().Where(layer => layer.Cell is LstmCell { IsPlain: true })
            .Select(layer => layer.Name)];
        if (Own.Keys.FirstOrDefault(name => !layers.Contains(name)) is not { } unknown)
            return;
        throw new ModelException(
            ErrorCatalogue.UnknownLayer, $"'{unknown}' as a layer to compress",
            layers.Length == 0 ? "a plain LSTM layer, and the model has none"
                : $"one of the plain LSTM layers {string.Join(", ", layers.Select(name => $"'{name}'"))}",
            "name one of them, as 'edgelstm inspect' lists them", network.Source);
    }

    /// <summary>For reports: <c>gates five; layer 'lstm2': rank 24</c>.</summary>
    public override string ToString() => string.Join(
        "; ", [.. All == LayerCompression.None && Own.Count > 0 ? Array.Empty<string>() : [All.ToString()],
        .. Own.Select(own => $"layer '{own.Key}': {own.Value}")]);
}
