using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Tests.Models;

/// <summary>The shapes that emitted code has to cope with, by name, so that a test runner lists them.</summary>
static class Zoo
{
    static readonly Dictionary<string, Func<ModelBuilder>> Models = new()
    {
        ["int8"] = () => ModelBuilder.Small(Scheme.Int8),
        ["int8x16"] = () => ModelBuilder.Small(Scheme.Int8x16),
        ["float32"] = () => ModelBuilder.Small(Scheme.Float32),
        ["stacked"] = () => new ModelBuilder(Scheme.Int8x16, 5).Lstm(16).Lstm(9).Dense(4, FunctionKind.Relu).Dense(1, FunctionKind.Sigmoid).Head(),
        ["every-step"] = () => new ModelBuilder(Scheme.Int8, 2).Lstm(8).Dense(3, FunctionKind.Softmax).Head().EveryStep(),
        ["two-heads"] = () => new ModelBuilder(Scheme.Int8x16, 4).Lstm(24).Dense(8, FunctionKind.Tanh).Dense(2, source: 1).Head().Dense(1, FunctionKind.Sigmoid, source: 0).Head(),
        ["hidden-state"] = () => new ModelBuilder(Scheme.Int8, 3).Lstm(7).Head(),
        ["hidden-state-float"] = () => new ModelBuilder(Scheme.Float32, 3).Lstm(7).Head(),
        ["initial-state"] = () => new ModelBuilder(Scheme.Int8x16, 3).Lstm(10, initialState: true).Dense(1).Head(),
        ["initial-state-float"] = () => new ModelBuilder(Scheme.Float32, 3).Lstm(10, initialState: true).Dense(1).Head(),
        ["dense-first"] = () => new ModelBuilder(Scheme.Int8, 6).Dense(12, FunctionKind.Relu).Lstm(10).Dense(1).Head(),
        ["dense-between-is-a-head"] = () => new ModelBuilder(Scheme.Int8x16, 3).Lstm(12).Dense(5, FunctionKind.Relu).Head().Lstm(6).Dense(2, source: 1).Head().Dense(1, source: 2).Head(),
        ["conv"] = () => new ModelBuilder(Scheme.Int8x16, 3).Causal(6, 3, function: new(FunctionKind.Relu), padded: true).Causal(5, 2, dilation: 4).Lstm(8).Dense(1).Head(),
        ["conv-int8"] = () => new ModelBuilder(Scheme.Int8, 3).Causal(6, 3, padded: true).Pool(max: true, 4, padLeft: 3).Lstm(8).Dense(1).Head(),
        ["conv-float"] = () => new ModelBuilder(Scheme.Float32, 3).Causal(6, 3, dilation: 2, new(FunctionKind.Elu, 1)).Pool(max: false, 3, padLeft: 2, countPads: true).Lstm(8).Dense(1).Head(),
        ["conv-after"] = () => new ModelBuilder(Scheme.Int8, 3).Lstm(8).Causal(4, 3).Dense(2, FunctionKind.Softmax).Head(),
        ["residual"] = () => new ModelBuilder(Scheme.Int8x16, 4).Norm().Lstm(4).Add(-1, 1).Activation(new(FunctionKind.LeakyRelu, 0.1f)).Lstm(5).Concat(3, 4, -1).Dense(2).Head().CellState(4).Head(),
        ["residual-float"] = () => new ModelBuilder(Scheme.Float32, 4).Norm().Lstm(4).Add(-1, 1).Affine().Lstm(5).Concat(3, 4, -1).Dense(2).Head().CellState(4).Head(),
        ["gru"] = () => new ModelBuilder(Scheme.Int8x16, 3).Cell(CellKind.GruResetAfter, 20).Cell(CellKind.GruResetBefore, 9).Dense(2).Head(),
        ["gru-int8"] = () => new ModelBuilder(Scheme.Int8, 3).Cell(CellKind.GruResetBefore, 17, initialState: true).Dense(2).Head(),
        ["gru-float"] = () => new ModelBuilder(Scheme.Float32, 3).Cell(CellKind.GruResetAfter, 20, initialState: true).Dense(2).Head(),
        ["rnn"] = () => new ModelBuilder(Scheme.Int8x16, 3).Cell(CellKind.Jordan, 20, outputs: 5, initialState: true).Cell(CellKind.Elman, 7).Head(),
        ["rnn-float"] = () => new ModelBuilder(Scheme.Float32, 3).Cell(CellKind.Jordan, 20, outputs: 5, initialState: true).Cell(CellKind.Elman, 7).Head(),
        ["lstm-variants"] = () => new ModelBuilder(Scheme.Int8x16, 3)
            .Cell(CellKind.Lstm, 20, CellFlags.FullGateRecurrence | CellFlags.Peepholes, initialState: true)
            .Cell(CellKind.Lstm, 10, CellFlags.Coupled).CellState().Cell(CellKind.Lstm, 6, CellFlags.NoForgetGate, source: 1).Dense(1).Head(),
        ["lstm-variants-float"] = () => new ModelBuilder(Scheme.Float32, 3)
            .Cell(CellKind.Lstm, 20, CellFlags.FullGateRecurrence | CellFlags.Peepholes, initialState: true)
            .Cell(CellKind.Lstm, 10, CellFlags.Coupled).CellState().Head().Dense(1, source: 1).Head(),
        ["given-state"] = () => new ModelBuilder(Scheme.Int8x16, 3).Lstm(10).Lstm(4).Dense(1).Head().State("initial_h", 0, isCell: false).State("initial_h", 1, isCell: false).State("c0", 0, isCell: true),
        ["given-state-float"] = () => new ModelBuilder(Scheme.Float32, 3).Lstm(10).Dense(1).Head().State("h", 0, isCell: false).State("c", 0, isCell: true),
        ["compressed"] = () => new ModelBuilder(Scheme.Int8x16, 3).Compressed(20, RowForm.Five, RowForm.Int4).Dense(2).Head(),
        ["compressed-int8"] = () => new ModelBuilder(Scheme.Int8, 3).Compressed(17, RowForm.Three, RowForm.Int8).Compressed(9, RowForm.Five, RowForm.Five, rank: 6, initialState: true).Dense(2).Head(),
        ["binary-gates"] = () => new ModelBuilder(Scheme.Int8x16, 3).Lstm(17, binaryGates: true).Dense(2).Head(),
        ["binary-gates-int8"] = () => new ModelBuilder(Scheme.Int8, 3).Lstm(33, binaryGates: true).Compressed(9, RowForm.Five, RowForm.Int4, rank: 5, binaryGates: true).Dense(2).Head(),
        ["low-rank"] = () => new ModelBuilder(Scheme.Int8x16, 3).Compressed(40, RowForm.Int8, RowForm.Int4, rank: 37).Dense(2).Head(),
        ["sparse"] = () => new ModelBuilder(Scheme.Int8x16, 6).Compressed(40, RowForm.Int8, RowForm.Int8, sparse: true).Dense(2).Head(),
        ["sparse-int8"] = () => new ModelBuilder(Scheme.Int8, 3).Compressed(70, RowForm.Five, RowForm.Int4, sparse: true).Compressed(20, RowForm.Int8, RowForm.Int8, initialState: true, binaryGates: true, sparse: true).Dense(2).Head(),
        ["held"] = () => ModelBuilder.Small(Scheme.Int8x16).Holds(2),
        ["held-int8"] = () => new ModelBuilder(Scheme.Int8, 6).Dense(12, FunctionKind.Relu).Lstm(10).Dense(1).Head().EveryStep().Holds(3),
        ["held-float"] = () => ModelBuilder.Small(Scheme.Float32).Holds(2),
        ["held-residual"] = () => new ModelBuilder(Scheme.Int8x16, 4).Norm().Lstm(4).Add(-1, 1).Dense(2).Head().Holds(1000000),
        ["mean"] = () => ModelBuilder.Small(Scheme.Int8).Holds(0),
        ["mean-float"] = () => ModelBuilder.Small(Scheme.Float32).Holds(0),
        ["combined"] = () => new ModelBuilder(Scheme.Int8x16, 3).Lstm(7).Dense(7, FunctionKind.Sigmoid).Combine(CombineKind.Product, 1, 0)
            .Combine(CombineKind.Max, 2, 0).Combine(CombineKind.Min, 3, 1, 0).Dense(2).Head(),
        ["combined-float"] = () => new ModelBuilder(Scheme.Float32, 3).Lstm(7).Dense(7, FunctionKind.Sigmoid)
            .Combine(CombineKind.Product, 1, 0).Lstm(5).Dense(2).Head(),
        ["wide"] = () => new ModelBuilder(Scheme.Int8, 70).Lstm(33).Dense(1).Head(),
    };

    static readonly Dictionary<string, Func<ModelBuilder>> WindowModels = new()
    {
        ["bidirectional"] = () => new ModelBuilder(Scheme.Int8x16, 3).Lstm(10).Lstm(9, source: -1, initialState: true, reverse: true).Concat(0, 1).Dense(2, FunctionKind.Softmax).Head().EveryStep(),
        ["bidirectional-int8"] = () => new ModelBuilder(Scheme.Int8, 3).Lstm(10).Lstm(9, source: -1, reverse: true).Concat(0, 1).Lstm(6).Pick(first: false).Pick(first: true, source: 1).Concat(4, 5).Dense(2).Head(),
        ["bidirectional-float"] = () => new ModelBuilder(Scheme.Float32, 3).Lstm(10).Lstm(9, source: -1, reverse: true).Concat(0, 1).Lstm(6, reverse: true).Dense(2).Head().CellState(1).Head(),
        ["bidirectional-gru"] = () => new ModelBuilder(Scheme.Int8x16, 3).Cell(CellKind.GruResetAfter, 10).Cell(CellKind.GruResetAfter, 9, source: -1, initialState: true, reverse: true).Concat(0, 1).Dense(2).Head().EveryStep(),
        ["given-state-window"] = () => new ModelBuilder(Scheme.Int8, 3).Lstm(10).Lstm(9, source: -1, reverse: true).Concat(0, 1).Dense(2).Head().State("h0", 0, isCell: false).State("h0", 1, isCell: false).State("c0", 1, isCell: true),
        ["same-conv"] = () => new ModelBuilder(Scheme.Int8x16, 3).Conv(6, 5, 2, 2, function: new(FunctionKind.HardSigmoid, 0.2f, 0.5f), padded: true).Pool(max: true, 2, stride: 2).Lstm(7).Dense(1).Head(),
        ["valid-conv"] = () => new ModelBuilder(Scheme.Int8, 2).Conv(6, 3, 0, dilation: 2).Pool(max: false, 3, stride: 2, padLeft: 1, padRight: 1).Conv(4, 2, 0, stride: 2).Lstm(5).Dense(3).Head().EveryStep().Window(null),
        ["attention"] = () => new ModelBuilder(Scheme.Int8x16, 3).Lstm(6).Dense(1, FunctionKind.Tanh).Attention(1, 0).Dense(2).Head(),
        ["steps-away"] = () => new ModelBuilder(Scheme.Int8, 3).Lstm(6).Pick(first: false, away: 1).Pick(first: true, source: 0, away: 2)
            .Pick(first: false, source: -1, away: 3).Concat(1, 2, 3).Dense(2).Head().Window(null),
        ["steps-away-float"] = () => new ModelBuilder(Scheme.Float32, 3).Conv(5, 3, 0).Pick(first: true, away: 4).Repeat(3).Lstm(4)
            .Pick(first: false, away: 2).Dense(2).Head().Window(null),
        ["global-pool"] = () => new ModelBuilder(Scheme.Int8x16, 4).Lstm(12).Pool(max: false, 0).Pool(max: true, 0, source: 0).Concat(1, 2).Dense(2, FunctionKind.Sigmoid).Head(),
        ["held-window"] = () => new ModelBuilder(Scheme.Int8x16, 3).Lstm(10).Lstm(9, source: -1, reverse: true).Concat(0, 1).Dense(2).Head().Holds(2),
        ["held-window-float"] = () => new ModelBuilder(Scheme.Float32, 5).Lstm(10).Lstm(9, source: -1, reverse: true).Concat(0, 1).Dense(2).Head().EveryStep().Holds(2),
        ["mean-window"] = () => new ModelBuilder(Scheme.Int8, 3).Lstm(10).Lstm(9, source: -1, reverse: true).Concat(0, 1).Dense(2).Head().Holds(0),
        ["autoencoder"] = () => new ModelBuilder(Scheme.Int8x16, 4).Lstm(6).Pick(first: false).Repeat(0).Lstm(6).Dense(4).Head().EveryStep(),
        ["autoencoder-float"] = () => new ModelBuilder(Scheme.Float32, 4).Lstm(6).Pick(first: false).Repeat(12).Lstm(6).Add(3, 1).Dense(4).Head().EveryStep(),
    };

    /// <summary>Models that take one sample after the other.</summary>
    public static TheoryData<string> Names => [.. Models.Keys];

    /// <summary>Models that read ahead.</summary>
    public static TheoryData<string> Windows => [.. WindowModels.Keys];

    public static TheoryData<string> All => [.. Models.Keys, .. WindowModels.Keys];

    public static ModelBuilder Builder(string name) => (Models.TryGetValue(name, out var make) ? make : WindowModels[name])();
}
