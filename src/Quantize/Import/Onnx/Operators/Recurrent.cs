using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>ONNX's recurrent operators.</summary>
static class Recurrent
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["GRU"] = new(Gru, 7, 3, 6,
            ["activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size", "layout>=14",
                "linear_before_reset"]),
        ["LSTM"] = new(Lstm, 7, 3, 8,
            ["activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size", "input_forget", "layout>=14"]),
        ["RNN"] = new(Rnn, 7, 3, 6,
            ["activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size", "layout>=14"]),
    };

    public static void Rnn(OnnxNode node)
    {
        var given = new RecurrentNode(node, gates: 1, functions: 1);
        given.Give([.. given.Directions.Select((_, d) => given.Layer(d, new ElmanCell(given.Functions[d][0]), [0], Summed(given.Bias(d))))]);
    }

    /// <summary>Gates z, r, h: ours. The candidate's recurrent bias stays apart where the reset gate multiplies it.</summary>
    public static void Gru(OnnxNode node)
    {
        var given = new RecurrentNode(node, gates: 3, functions: 2);
        bool resetAfter = node.Int("linear_before_reset", 0) != 0;
        if (!resetAfter && node.Context.Producer.StartsWith("pytorch", StringComparison.OrdinalIgnoreCase))
            node.Context.Note(WithoutLinearBeforeReset(node));
        given.Give([.. given.Directions.Select((_, d) => Layer(d))]);

        RecurrentLayer Layer(int d)
        {
            double[] both = given.Bias(d), bias = Summed(both);
            int candidate = 2 * given.HiddenSize;
            if (resetAfter)
                both.AsSpan(candidate, given.HiddenSize).CopyTo(bias.AsSpan(candidate));
            var cell = new GruCell
            {
                ResetAfter = resetAfter,
                RecurrentBias = resetAfter ? [.. both[^given.HiddenSize..].Select(value => (float)value)] : [],
                UpdateGate = given.Functions[d][0],
                ResetGate = given.Functions[d][0],
                Candidate = given.Functions[d][1],
            };
            return given.Layer(d, cell, [0, 1, 2], bias);
        }
    }

    /// <summary>
    /// PyTorch has one GRU, with the reset gate behind the product; exporters that begin at torch.export (2.9 and later) write it without
    /// the attribute that says so.
    /// </summary>
    static string WithoutLinearBeforeReset(OnnxNode node) =>
        $"GRU '{node.Label}' says linear_before_reset = 0 and is computed so, with the reset gate in front of the product; '{node.Context.Producer.Short()}' wrote the file, and PyTorch's own GRU has it behind. Compare 'edgelstm run' with PyTorch's answers: "
        + "where they differ, export with dynamo=False, or set linear_before_reset to 1 in the file";

    /// <summary>ONNX stores the gates i, o, f, c and the peepholes i, o, f; ours are i, f, g, o. With input_forget, f = 1 − i and f's weights are not used.</summary>
    public static void Lstm(OnnxNode node)
    {
        var given = new RecurrentNode(node, gates: 4, functions: 3);
        bool coupled = node.Int("input_forget", 0) != 0;
        given.Give([.. given.Directions.Select((_, d) => given.Layer(d, Cell(d), coupled ? [0, 3, 1] : [0, 2, 3, 1], Summed(given.Bias(d))))]);

        LstmCell Cell(int d)
        {
            var gate = given.Functions[d][0];
            double[]? p = given.Vector(7, "P", 3 * given.HiddenSize, d);
            bool peeps = p is not null && p.Any(value => value != 0);
            return new()
            {
                InputGate = gate,
                ForgetGate = coupled ? null : gate,
                OutputGate = gate,
                Candidate = given.Functions[d][1],
                Output = given.Functions[d][2],
                Coupled = coupled,
                Pi = Peephole(0),
                Po = Peephole(1),
                Pf = coupled ? null : Peephole(2),
            };

            float[]? Peephole(int which) => peeps ? [.. p!.Skip(which * given.HiddenSize).Take(given.HiddenSize).Select(value => (float)value)] : null;
        }
    }

    /// <summary>Input and recurrent bias together.</summary>
    static double[] Summed(double[] both) => [.. both.Take(both.Length / 2).Zip(both.Skip(both.Length / 2), (input, recurrent) => input + recurrent)];
}
