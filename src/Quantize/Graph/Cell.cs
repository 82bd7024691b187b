namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// The equations of a <see cref="RecurrentLayer"/>, without its W, U and b. x is the sample, h the output before the step (h' in the
/// remarks of the kinds: after it), ∘ element by element.
/// </summary>
abstract record Cell
{
    /// <summary>What the row groups of W, U and b are called, in their order; H rows each.</summary>
    public abstract IReadOnlyList<string> Gates { get; }

    /// <summary>Who wrote the equations down.</summary>
    public abstract string Source { get; }

    /// <summary>The kind, for reports: <c>LSTM</c>, <c>GRU</c>, <c>RNN</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// For reports: the functions that are none of the kind's own, <c>relu</c>, or with the place where several have one: <c>candidate
    /// relu</c>.
    /// </summary>
    public abstract IEnumerable<string> UnusualFunctions { get; }

    /// <summary>ONNX's clip: sums are kept within ±Clip before a gate's function; null where there is none.</summary>
    public float? Clip { get; init; }

    /// <summary>True where the cell carries c [H] on from step to step, beside its output.</summary>
    public virtual bool HasCellState => false;

    /// <summary>Width of the layer's output, for <paramref name="units"/> H.</summary>
    public virtual int Outputs(int units) => units;

    /// <summary>R: how many values the recurrent matrix reads.</summary>
    public virtual int Recurrent(int units) => units;

    /// <summary>Trained parameters of its own, beside W, U and b.</summary>
    public virtual long Parameters => 0;

    /// <summary>Multiply-accumulates a step beside those of W and U.</summary>
    public virtual long MultiplyAccumulates => 0;

    /// <summary>"place function" unless the function is the usual one there, or there is none.</summary>
    protected static IEnumerable<string> Unusual(string place, ScalarFunction? function, ScalarFunction usual) =>
        function is null || function == usual ? [] : [place.Length == 0 ? $"{function}" : $"{place} {function}"];
}
