using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Graph;

/// <summary>Cells and layers of every kind out of a seed.</summary>
static class RandomFamily
{
    static readonly FunctionKind[] Bounded = [FunctionKind.Sigmoid, FunctionKind.Tanh, FunctionKind.HardSigmoid, FunctionKind.ScaledTanh, FunctionKind.Softsign];

    /// <summary>What <see cref="Cell"/> makes, by index.</summary>
    public const int Cells = 14;

    public static Cell Cell(Random random, int which, int units) => (which % Cells) switch
    {
        0 => new LstmCell(),
        1 => new LstmCell { Pi = Values(random, units), Pf = Values(random, units), Po = Values(random, units) },
        2 => new LstmCell { ForgetGate = null, Candidate = new(FunctionKind.ScaledTanh, 2, 0.5f), Output = new(FunctionKind.ScaledTanh, 1, 0.5f) },
        3 => new LstmCell { InputGate = null, ForgetGate = new(FunctionKind.HardSigmoid, 0.1f, 0.4f) },
        4 => new LstmCell { OutputGate = null },
        5 => new LstmCell { Candidate = ScalarFunction.Identity, Clip = 0.7f },
        6 => new LstmCell { Output = ScalarFunction.Identity },
        7 => new LstmCell { ForgetGate = null, Coupled = true, Pi = Values(random, units), Po = Values(random, units) },
        8 => new LstmCell { FullGateRecurrence = true },
        9 => new LstmCell { InputGate = ScalarFunction.Step, ForgetGate = ScalarFunction.ThreeLevel },
        10 => new GruCell { ResetAfter = false, Candidate = Function(random) },
        11 => new GruCell { ResetAfter = true, RecurrentBias = Values(random, units) },
        12 => new ElmanCell(Function(random)),
        _ => new JordanCell(Function(random), Function(random)) { V = Values(random, units * 3), OutputBias = Values(random, 3) },
    };

    public static RecurrentLayer Recurrent(Random random, Cell cell, int inputs, int units, int source = -1, Direction direction = Direction.Forward)
    {
        int rows = cell.Gates.Count * units, recurrent = cell.Recurrent(units);
        float[] u = Values(random, rows * recurrent);
        if (cell is LstmCell { FullGateRecurrence: true } lstm)
        {
            int first = ((lstm.HasInputGate ? 1 : 0) + (lstm.HasForgetGate ? 1 : 0)) * units;
            for (int row = first; row < first + units; row++)
                u.AsSpan(row * recurrent + units, recurrent - units).Clear();
        }
        return new()
        {
            Name = "recurrent",
            Sources = [source],
            Cell = cell,
            Direction = direction,
            W = Values(random, rows * inputs),
            U = u,
            Bias = Values(random, rows),
            InitialH = Values(random, cell.Outputs(units)),
            InitialC = cell.HasCellState ? Values(random, units) : [],
        };
    }

    /// <summary>Layers one behind the other that all stream, and a dense head; sometimes with a residual sum.</summary>
    public static Network Streaming(Random random, int inputs, int depth)
    {
        var layers = new List<Layer>();
        for (int width = inputs; layers.Count < depth; width = layers[^1].Outputs)
        {
            int source = layers.Count - 1;
            layers.Add(random.Next(9) switch
            {
                0 => new ConvLayer { Name = "conv", Sources = [source], W = Values(random, 4 * 3 * width), Bias = Values(random, 4), Activation = Activation.Tanh, Kernel = 3, Dilation = 2, PadBefore = 4 },
                1 => new NormLayer { Name = "norm", Sources = [source], Gamma = Values(random, width), Beta = Values(random, width), Epsilon = 1e-3f },
                2 => new AffineLayer { Name = "affine", Sources = [source], Scale = Values(random, width), Shift = Values(random, width) },
                3 => new ActivationLayer { Name = "activation", Sources = [source], Activation = new(Function(random)), Width = width },
                4 => new PoolLayer { Name = "pool", Sources = [source], Kind = random.Next(2) == 0 ? PoolKind.Max : PoolKind.Average, Width = width, Kernel = 3, PadBefore = 2 },
                5 when source > 0 && layers[source - 1].Outputs == width => new AddLayer { Name = "sum", Sources = [source, source - 1], Width = width },
                6 when source > 0 => new ConcatLayer { Name = "concat", Sources = [source, source - 1], Widths = [width, layers[source - 1].Outputs] },
                _ => Recurrent(random, Cell(random, random.Next(Cells), 5), width, 5, source),
            });
        }
        layers.Add(RandomNetwork.Dense(random, layers[^1].Outputs, 2, source: layers.Count - 1));
        return RandomNetwork.Of([.. layers]) with { Inputs = [.. Enumerable.Range(0, inputs).Select(k => new Channel($"x{k}"))] };
    }

    public static ScalarFunction Function(Random random) => new(Bounded[random.Next(Bounded.Length)], 0.8f, 0.4f);

    public static float[] Values(Random random, int count) => RandomNetwork.Values(random, count, 0.9f);
}
