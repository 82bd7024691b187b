using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>
/// The nodes of domain edgelstm, version 1, what ONNX cannot say: X [T, N, I] forward, row groups in our own order, absent gates left out, a
/// function for each gate. A model has function bodies for them, which other runtimes run and which are not read here.
/// </summary>
static class EdgeLstmDomainCells
{
    static readonly string[] AllGates = ["i", "f", "g", "o"];

    static readonly string[] Common = ["activations", "activation_alpha", "activation_beta", "clip", "directions", "hidden_size"];

    public static IReadOnlyDictionary<string, OperatorTable.Entry> Entries { get; } = new Dictionary<string, OperatorTable.Entry>
    {
        ["GRU"] = new(Gru, 1, 3, 6, [.. Common, "linear_before_reset"]),
        ["Jordan"] = new(Jordan, 1, 6, 7, Common),
        ["LSTM"] = new(Lstm, 1, 3, 7, [.. Common, "coupled", "full_gate_recurrence", "gates"]),
        ["RNN"] = new(Rnn, 1, 3, 5, Common),
    };

    /// <summary>X, W [H, I], R [H, H], B [H], initial_h [N, H].</summary>
    public static void Rnn(OnnxNode node)
    {
        var given = new EdgeLstmDomainNode(node, gates: 1);
        given.Give(new ElmanCell(ActivationNames.ReadEdge(node, ["Tanh"])[0]), given.HiddenSize, initialH: 4);
    }

    /// <summary>X, W [3·H, I], R [3·H, H], B [3·H], RB [H], initial_h [N, H].</summary>
    public static void Gru(OnnxNode node)
    {
        var given = new EdgeLstmDomainNode(node, gates: 3);
        var functions = ActivationNames.ReadEdge(node, ["Sigmoid", "Sigmoid", "Tanh"]);
        bool resetAfter = node.Int("linear_before_reset", 0) != 0;
        float[]? own = given.Vector(4, "RB", given.HiddenSize);
        var cell = new GruCell
        {
            ResetAfter = resetAfter,
            RecurrentBias = resetAfter ? own ?? new float[given.HiddenSize] : [],
            UpdateGate = functions[0],
            ResetGate = functions[1],
            Candidate = functions[2],
        };
        if (!resetAfter && own is not null)
            throw given.Bad("RB without linear_before_reset", "one bias", "add it to B");
        given.Give(cell, given.HiddenSize, initialH: 5);
    }

    /// <summary>X, W [G·H, I], R [G·H, H or 4·H], B [G·H], P [3·H] (i, f, o), initial_h [N, H], initial_c [N, H].</summary>
    public static void Lstm(OnnxNode node)
    {
        string[] gates = node.Texts("gates") ?? AllGates;
        bool coupled = node.Int("coupled", 0) != 0, full = node.Int("full_gate_recurrence", 0) != 0;
        var given = new EdgeLstmDomainNode(node, gates.Length);
        if (!AllGates.Where(gates.Contains).SequenceEqual(gates) || !gates.Contains("g") || coupled && (gates.Contains("f") || !gates.Contains("i")))
            throw given.Bad($"gates = {string.Join(", ", gates.Take(8)).Short()}, coupled = {coupled}", "some of i, f, g, o in this order, g among them; coupled: i and no f", "export the model again");
        var functions = ActivationNames.ReadEdge(node, [.. gates.Select(gate => gate == "g" ? "Tanh" : "Sigmoid"), "Tanh"]);
        float[]? p = given.Vector(4, "P", 3 * given.HiddenSize);
        var cell = new LstmCell
        {
            InputGate = Function("i"),
            ForgetGate = Function("f"),
            Candidate = Function("g")!,
            OutputGate = Function("o"),
            Output = functions[^1],
            Coupled = coupled,
            Pi = Peephole("i", 0),
            Pf = Peephole("f", 1),
            Po = Peephole("o", 2),
            FullGateRecurrence = full,
        };
        given.Give(cell, given.HiddenSize, initialH: 5, initialC: 6);

        ScalarFunction? Function(string gate) => Array.IndexOf(gates, gate) is >= 0 and var at ? functions[at] : null;

        float[]? Peephole(string gate, int block) => p is null || !gates.Contains(gate) || Array.TrueForAll(p, value => value == 0) ? null : p[(block * given.HiddenSize)..((block + 1) * given.HiddenSize)];
    }

    /// <summary>X, W [H, I], R [H, O], B [H], V [O, H], C [O], initial_y [N, O].</summary>
    public static void Jordan(OnnxNode node)
    {
        var given = new EdgeLstmDomainNode(node, gates: 1);
        var functions = ActivationNames.ReadEdge(node, ["Tanh", "Identity"]);
        int outputs = node.ConstantInput(5, "C").Values.Length;
        given.Give(new JordanCell(functions[0], functions[1]) { V = given.Matrix(4, "V", outputs, given.HiddenSize), OutputBias = given.Vector(5, "C", outputs)! }, outputs, initialH: 6);
    }
}
