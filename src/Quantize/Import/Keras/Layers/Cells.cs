using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Keras.Layers;

/// <summary>
/// Settings and weights of a recurrent layer as ours. Keras's kernels are [inputs, rows]; its gates stand as ours do: i f c o, and z r h.
/// </summary>
static class Cells
{
    /// <summary>Where the file keeps a layer's weights by gate, as Keras 1 did: (W, U, b) of i, c, f, o.</summary>
    static readonly int[] ApartLstm = [0, 2, 1, 3], ApartGru = [0, 1, 2];

    /// <returns>The layer, and what its output has to be multiplied by, where a function's factor was taken out of the cell.</returns>
    public static (RecurrentLayer Layer, double Scale) Read(LayerCall call, LayerConfig layer, LayerWeights weights, string name,
        int inputs)
    {
        var (kind, cell) = Kind(layer);
        string where = layer.ClassName;
        int gates = kind switch { "LSTM" => 4, "GRU" => 3, _ => 1 };
        bool cudnn = where.StartsWith("CuDNN", StringComparison.Ordinal), biased = cudnn || cell.Flag(true, "use_bias");
        bool resetAfter = kind == "GRU" && (cudnn || cell.Flag(false, "reset_after"));
        int units = cell.Size(null, "units", "output_dim"), rows = gates * units;
        int[] bias = cudnn ? [2 * rows] : resetAfter ? [2, rows] : [rows];
        var own = weights.Inner("cell").Own();
        if (call.Stages.Version.Major == 1 && own.Count == 3 * gates && gates > 1)
            own = Together(call, own, gates == 4 ? ApartLstm : ApartGru, inputs, units);
        var arrays = biased ? call.Arrays(own, [inputs, rows], [units, rows], bias) : call.Arrays(own, [inputs, rows], [units, rows]);
        float[] w = cudnn ? OfCudnn(arrays[0], gates) : arrays[0].Transposed();
        float[] u = cudnn ? OfCudnn(arrays[1], gates) : arrays[1].Transposed();
        float[] b = biased ? arrays[2].Values : new float[resetAfter ? 2 * rows : rows];

        var gate = Function(call, cell, cudnn ? "sigmoid" : "", "recurrent_activation", "inner_activation");
        var function = Function(call, cell, cudnn ? "tanh" : "", "activation");
        if (!gate.IsPlain || kind == "LSTM" && !function.IsPlain)
            throw layer.Refusal(ErrorCatalogue.UnsupportedAttribute,
                "a function with a factor (selu, relu6, hard_tanh) in an LSTM or as a gate",
                "it as activation of a GRU or SimpleRNN, where the factor goes into the weights", "train with another function");
        if (function.Shift != 0)
            throw layer.Refusal(ErrorCatalogue.UnsupportedAttribute, "hard_tanh in a recurrent layer", "tanh",
                "train with another function");
        var g = gate.Activation.Function!;
        var a = function.Activation.Function!;
        // h = s·g, so that U reads g where its columns are multiplied by s, and the layer gives g.
        if (function.Scale != 1)
            u = [.. u.Select(value => (float)(value * function.Scale))];
        Cell ours = kind switch
        {
            "LSTM" => new LstmCell { InputGate = g, ForgetGate = g, OutputGate = g, Candidate = a, Output = a },
            "GRU" => new GruCell
            {
                ResetAfter = resetAfter,
                RecurrentBias = resetAfter ? b[^units..] : [],
                UpdateGate = g,
                ResetGate = g,
                Candidate = a,
            },
            _ => new ElmanCell(a),
        };
        return (new()
        {
            Name = name,
            Sources = [-1],
            Cell = ours,
            W = w,
            U = u,
            Bias = Summed(b, rows, resetAfter ? 2 * units : rows),
            InitialH = new float[units],
            InitialC = ours.HasCellState ? new float[units] : [],
        }, function.Scale);
    }

    /// <summary>A layer's own kind, or that of the one cell that an RNN runs.</summary>
    static (string Kind, LayerConfig Cell) Kind(LayerConfig layer)
    {
        if (layer.ClassName != "RNN")
            return (LayerTable.Usual(layer.ClassName) switch
            {
                "LSTM" or "CuDNNLSTM" => "LSTM",
                "GRU" or "CuDNNGRU" => "GRU",
                "SimpleRNN" => "SimpleRNN",
                _ => throw Unknown(layer.ClassName),
            }, layer);
        if (layer.Find("cell") is not { } cell || cell.Text("class_name") is not ("LSTMCell" or "GRUCell" or "SimpleRNNCell")
            || cell.Entry("config") is not { } settings)
            throw Unknown(layer.Find("cell") is { } other ? other.Text("class_name") ?? "a list of cells" : "no cell");
        return (cell.Text("class_name")![..^4], layer with { Settings = settings });

        ModelException Unknown(string name) => layer.Refusal(ErrorCatalogue.UnsupportedOperator, $"a recurrent layer of '{name.Short()}'",
            "LSTM, GRU or SimpleRNN, or an RNN of one of their cells",
            "train with one of these, one behind another where there are several");
    }

    /// <summary>Of each element, and no softmax.</summary>
    static KerasFunction Function(LayerCall call, LayerConfig cell, string absent, params string[] keys)
    {
        var function = cell.Has(keys) ? KerasFunction.Read(cell, call.Stages.Version, keys)
            : absent switch { "sigmoid" => new(Activation.Sigmoid), "tanh" => new(Activation.Tanh), _ => KerasFunction.Identity };
        return function.Activation.Function is not null ? function
            : throw cell.Odd(keys[0], "softmax", "a function of each value in a recurrent layer");
    }

    /// <summary>The first rows of both biases added; the rest is the first's alone.</summary>
    static float[] Summed(float[] both, int rows, int added)
    {
        float[] bias = both[..rows];
        if (both.Length > rows)
            for (int row = 0; row < added; row++)
                bias[row] += both[rows + row];
        return bias;
    }

    /// <summary>One array for all gates, as later versions have it.</summary>
    static IReadOnlyList<KerasArray> Together(LayerCall call, IReadOnlyList<KerasArray> apart, int[] order, int inputs, int units)
    {
        var (w, u, b) = (new List<KerasArray>(), new List<KerasArray>(), new List<float>());
        foreach (int gate in order)
        {
            var own = call.Arrays([.. apart.Skip(3 * gate).Take(3)], [inputs, units], [units, units], [units]);
            w.Add(own[0]);
            u.Add(own[1]);
            b.AddRange(own[2].Values);
        }

        return [KerasArray.SideBySide(w), KerasArray.SideBySide(u), new(apart[2].Path, [b.Count], [.. b])];
    }

    /// <summary>
    /// cuDNN's gates are matrices [units, inputs] one behind another in memory, which Keras wrote as the columns of an array of another
    /// shape.
    /// </summary>
    static float[] OfCudnn(KerasArray array, int gates)
    {
        int rows = array.Sizes[0], columns = array.Sizes[1], units = columns / gates;
        var values = new float[array.Values.Length];
        for (int gate = 0, at = 0; gate < gates; gate++)
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < units; column++)
                    values[at++] = array.Values[row * columns + gate * units + column];
        return values;
    }
}
