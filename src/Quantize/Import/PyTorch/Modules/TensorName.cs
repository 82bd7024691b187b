using System.Globalization;

namespace EdgeLstm.Quantize.Import.PyTorch.Modules;

/// <summary>A parameter's name, taken apart: <c>encoder.lstm.weight_ih_l0_reverse</c> is <c>weight_ih_l0_reverse</c> of
/// <c>encoder.lstm</c>.</summary>
readonly record struct TensorName(string Module, string Parameter)
{
    const string Reverse = "_reverse";

    static readonly string[] Recurrent = ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"];

    static readonly string[] Others = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"];

    public static TensorName Of(string name)
    {
        int dot = name.LastIndexOf('.');
        return new(dot < 0 ? "" : name[..dot], name[(dot + 1)..]);
    }

    /// <summary>Whether modules that are read have such a parameter.</summary>
    public bool IsKnown => IsRecurrent || Others.Contains(Parameter);

    /// <summary>Of an LSTM, GRU or RNN, or of one of their cells, which have no number.</summary>
    public bool IsRecurrent => Array.Exists(Recurrent, Begins);

    /// <summary>The layer's number, in a module of several; 0 for a cell. Null where the parameter is of no recurrent module.</summary>
    public int? Layer => Rest() is not { } rest ? null : rest.Length == 0 ? 0
        : int.Parse(rest.AsSpan(2, rest.Length - 2 - (IsReverse ? Reverse.Length : 0)), CultureInfo.InvariantCulture);

    public bool IsReverse => Parameter.EndsWith(Reverse, StringComparison.Ordinal);

    string? Rest()
    {
        string parameter = Parameter;
        return Array.Find(Recurrent, what => Begins(what, parameter)) is { } kind ? parameter[kind.Length..] : null;
    }

    bool Begins(string kind) => Begins(kind, Parameter);

    /// <summary>With nothing behind it, or <c>_l</c>, at most two digits, and <c>_reverse</c> or not.</summary>
    static bool Begins(string kind, string parameter)
    {
        if (!parameter.StartsWith(kind, StringComparison.Ordinal))
            return false;
        var rest = parameter.AsSpan(kind.Length);
        if (rest.EndsWith(Reverse))
            rest = rest[..^Reverse.Length];
        else if (rest.IsEmpty)
            return true;
        return rest is ['_', 'l', .. { Length: 1 or 2 } number] && !number.ContainsAnyExceptInRange('0', '9');
    }
}
