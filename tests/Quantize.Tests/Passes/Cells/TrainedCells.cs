using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Passes.Cells;

/// <summary>The trained networks of tests/Golden/make_cells.py, which says what stands where in their files.</summary>
static class TrainedCells
{
    const int I = 3, H = 16;

    static readonly ScalarFunction Hard = new(FunctionKind.HardSigmoid, 0.2f, 0.5f);

    static readonly Dictionary<string, Func<Reader, Cell>> Cells = new()
    {
        ["elman-tanh"] = _ => new ElmanCell(ScalarFunction.Tanh),
        ["elman-relu"] = _ => new ElmanCell(ScalarFunction.Relu),
        ["elman-elu"] = _ => new ElmanCell(new(FunctionKind.Elu, 1)),
        ["elman-softsign"] = _ => new ElmanCell(new(FunctionKind.Softsign)),
        ["jordan"] = r => new JordanCell(ScalarFunction.Tanh, ScalarFunction.Identity) { V = r.Take(4 * H), OutputBias = r.Take(4) },
        ["gru-reset-after"] = r => new GruCell { ResetAfter = true, RecurrentBias = r.Take(H) },
        ["gru-reset-before"] = _ => new GruCell { ResetAfter = false },
        ["gru-relu"] = r => new GruCell { ResetAfter = true, RecurrentBias = r.Take(H), Candidate = ScalarFunction.Relu },
        ["lstm"] = _ => new LstmCell(),
        ["lstm-nfg"] = _ => new LstmCell { ForgetGate = null },
        ["lstm-nig"] = _ => new LstmCell { InputGate = null },
        ["lstm-nog"] = _ => new LstmCell { OutputGate = null },
        ["lstm-niaf"] = _ => new LstmCell { Candidate = ScalarFunction.Identity },
        ["lstm-noaf"] = _ => new LstmCell { Output = ScalarFunction.Identity },
        ["lstm-cifg"] = _ => new LstmCell { ForgetGate = null, Coupled = true },
        ["lstm-peepholes"] = r => new LstmCell { Pi = r.Take(H), Pf = r.Take(H), Po = r.Take(H) },
        ["lstm-fgr"] = _ => new LstmCell { FullGateRecurrence = true },
        ["lstm-hard-sigmoid"] = _ => new LstmCell { InputGate = Hard, ForgetGate = Hard, OutputGate = Hard },
        ["lstm-relu"] = _ => new LstmCell { Candidate = ScalarFunction.Relu, Output = ScalarFunction.Relu },
        ["lstm-binary"] = _ => new LstmCell { InputGate = ScalarFunction.Step, ForgetGate = ScalarFunction.Step },
    };

    public static TheoryData<string> Names => [.. Cells.Keys];

    /// <summary>[48, 60, 3]: the first half to calibrate, the second to measure.</summary>
    public static (Dataset Calibration, Dataset Measured) Data
    {
        get
        {
            var all = Dataset.Load(File("inputs"), I, []);
            int half = all.Windows / 2, length = all.Steps * I;
            return (new(half, all.Steps, I, all.Values[..(half * length)]), new(half, all.Steps, I, all.Values[(half * length)..]));
        }
    }

    /// <summary>The first two windows' outputs, by the script's own equations in double.</summary>
    public static float[] Expected(string name) => NpyFile.Read(File(name + ".expected")).Values;

    public static Network Network(string name)
    {
        var reader = new Reader(NpyFile.Read(File(name)).Values);
        // The extras stand behind W, U and b, whose sizes the cell says.
        var shape = Cells[name](new(new float[1000]));
        int rows = shape.Gates.Count * H, outputs = shape.Outputs(H);
        float[] w = reader.Take(rows * I), u = reader.Take(rows * shape.Recurrent(H)), bias = reader.Take(rows);
        var layer = new RecurrentLayer
        {
            Name = name,
            Sources = [-1],
            W = w,
            U = u,
            Bias = bias,
            Cell = Cells[name](reader),
            InitialH = new float[outputs],
            InitialC = new float[shape.HasCellState ? H : 0],
        };
        var dense = new DenseLayer { Name = "head", Sources = [0], W = reader.Take(outputs), Bias = reader.Take(1), Activation = Activation.Identity };
        reader.End();
        return RandomNetwork.Of(layer, dense) with { EveryStep = true };
    }

    static string File(string name) => Path.Combine(TestFiles.Repository, "tests", "Golden", "cells", name + ".npy");

    sealed class Reader(float[] values)
    {
        int _at;

        public float[] Take(int count) => values[_at..(_at += count)];

        public void End() => Assert.Equal(values.Length, _at);
    }
}
