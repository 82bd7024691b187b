using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Tests.Passes.Cells;

/// <summary>Random layers of every cell of the family.</summary>
static class FamilyCells
{
    static readonly ScalarFunction HardSigmoid = new(FunctionKind.HardSigmoid, 0.2f, 0.5f);

    /// <summary>A name and, for a number of units, the cell.</summary>
    public static readonly (string Name, Func<Random, int, Cell> Make)[] All =
    [
        ("Elman tanh", (_, _) => new ElmanCell(ScalarFunction.Tanh)),
        ("Elman relu", (_, _) => new ElmanCell(ScalarFunction.Relu)),
        ("Elman elu", (_, _) => new ElmanCell(new(FunctionKind.Elu, 1))),
        ("Elman softsign", (_, _) => new ElmanCell(new(FunctionKind.Softsign))),
        ("Elman scaled tanh, clip", (_, _) => new ElmanCell(new(FunctionKind.ScaledTanh, 1.7159f, 0.6667f)) { Clip = 1 }),
        ("Elman affine", (_, _) => new ElmanCell(new(FunctionKind.Affine, 0.5f, 0.1f))),
        ("Elman leaky relu", (_, _) => new ElmanCell(new(FunctionKind.LeakyRelu, 0.1f))),
        ("Elman thresholded relu", (_, _) => new ElmanCell(new(FunctionKind.ThresholdedRelu, 0.01f))),
        ("Elman softplus", (_, _) => new ElmanCell(new(FunctionKind.Softplus))),
        ("Jordan", (random, units) => Jordan(random, units, ScalarFunction.Tanh, ScalarFunction.Identity)),
        ("Jordan relu, sigmoid", (random, units) => Jordan(random, units, ScalarFunction.Relu, ScalarFunction.Sigmoid)),
        ("GRU reset after", (random, units) => Gru(random, units, after: true)),
        ("GRU reset before", (random, units) => Gru(random, units, after: false)),
        ("GRU reset after, relu, hard sigmoid", (random, units) => Gru(random, units, after: true) with { Candidate = ScalarFunction.Relu, UpdateGate = HardSigmoid, ResetGate = HardSigmoid }),
        ("GRU reset before, softsign, clip", (random, units) => Gru(random, units, after: false) with { Candidate = new(FunctionKind.Softsign), Clip = 1.5f }),
        ("LSTM", (_, _) => new LstmCell()),
        ("LSTM NFG (1997)", (_, _) => new LstmCell { ForgetGate = null }),
        ("LSTM NIG", (_, _) => new LstmCell { InputGate = null }),
        ("LSTM NOG", (_, _) => new LstmCell { OutputGate = null }),
        ("LSTM NIAF", (_, _) => new LstmCell { Candidate = ScalarFunction.Identity }),
        ("LSTM NOAF", (_, _) => new LstmCell { Output = ScalarFunction.Identity }),
        ("LSTM CIFG", (_, _) => new LstmCell { ForgetGate = null, Coupled = true }),
        ("LSTM peepholes", (random, units) => Peepholes(random, units, new())),
        ("LSTM CIFG, peepholes, clip", (random, units) => Peepholes(random, units, new() { ForgetGate = null, Coupled = true, Clip = 2 })),
        ("LSTM FGR", (_, _) => new LstmCell { FullGateRecurrence = true }),
        ("LSTM FGR, peepholes", (random, units) => Peepholes(random, units, new() { FullGateRecurrence = true })),
        ("LSTM hard sigmoid", (_, _) => new LstmCell { InputGate = HardSigmoid, ForgetGate = HardSigmoid, OutputGate = HardSigmoid }),
        ("LSTM relu", (_, _) => new LstmCell { Candidate = ScalarFunction.Relu, Output = ScalarFunction.Relu }),
        ("LSTM softsign, sigmoid output", (_, _) => new LstmCell { Candidate = new(FunctionKind.Softsign), Output = ScalarFunction.Sigmoid }),
        ("LSTM softplus input, relu output gate", (_, _) => new LstmCell { InputGate = new(FunctionKind.Softplus), OutputGate = ScalarFunction.Relu }),
        ("LSTM elu output, tanh gate", (_, _) => new LstmCell { InputGate = ScalarFunction.Tanh, Output = new(FunctionKind.Elu, 1) }),
    ];

    /// <summary>Gates that jump: integers follow float less closely than others do, but are as exact among themselves.</summary>
    public static readonly (string Name, Func<Random, int, Cell> Make)[] Jumping =
    [
        ("LSTM binary gates", (_, _) => new LstmCell { InputGate = ScalarFunction.Step, ForgetGate = ScalarFunction.Step }),
        ("LSTM three-level gates, peepholes", (random, units) => Peepholes(random, units, new() { InputGate = ScalarFunction.ThreeLevel, ForgetGate = ScalarFunction.ThreeLevel })),
        ("GRU reset after, binary reset", (random, units) => Gru(random, units, after: true) with { ResetGate = ScalarFunction.Step }),
    ];

    public static RecurrentLayer Layer(string name, Random random, int inputs, int units, float scale = 0.5f)
    {
        var cell = All.Concat(Jumping).Single(c => c.Name == name).Make(random, units);
        int rows = cell.Gates.Count * units, r = cell.Recurrent(units);
        float[] u = RandomNetwork.Values(random, rows * r, 1.5f * scale / MathF.Sqrt(units));
        if (cell is LstmCell { FullGateRecurrence: true })
            for (int row = 2 * units; row < 3 * units; row++)
                u.AsSpan(row * r + units, 3 * units).Clear();
        return new()
        {
            Name = "cell",
            Cell = cell,
            Sources = [-1],
            W = RandomNetwork.Values(random, rows * inputs, scale),
            U = u,
            Bias = RandomNetwork.Values(random, rows, 0.5f * scale),
            InitialH = new float[cell.Outputs(units)],
            InitialC = new float[cell.HasCellState ? units : 0],
        };
    }

    static JordanCell Jordan(Random random, int units, ScalarFunction hidden, ScalarFunction output)
    {
        int outputs = (units + 2) / 3;
        return new(hidden, output) { V = RandomNetwork.Values(random, outputs * units, 1 / MathF.Sqrt(units)), OutputBias = RandomNetwork.Values(random, outputs, 0.2f) };
    }

    static GruCell Gru(Random random, int units, bool after) => new() { ResetAfter = after, RecurrentBias = after ? RandomNetwork.Values(random, units, 0.5f) : [] };

    static LstmCell Peepholes(Random random, int units, LstmCell cell) => cell with
    {
        Pi = RandomNetwork.Values(random, units, 0.5f),
        Pf = cell.HasForgetGate ? RandomNetwork.Values(random, units, 0.5f) : null,
        Po = RandomNetwork.Values(random, units, 0.5f),
    };
}
