using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Generator.Tests.Models;

/// <summary>The shapes that emitted code has to cope with, by name, so that a test runner lists them.</summary>
static class Zoo
{
    static readonly Dictionary<string, Func<ModelBuilder>> Models = new()
    {
        ["int8"] = () => ModelBuilder.Small(Scheme.Int8),
        ["int8x16"] = () => ModelBuilder.Small(Scheme.Int8x16),
        ["float32"] = () => ModelBuilder.Small(Scheme.Float32),
        ["stacked"] = () => new ModelBuilder(Scheme.Int8x16, 5).Lstm(16).Lstm(9).Dense(4, DenseActivation.Relu).Dense(1, DenseActivation.Sigmoid).Head(),
        ["every-step"] = () => new ModelBuilder(Scheme.Int8, 2).Lstm(8).Dense(3, DenseActivation.Softmax).Head().EveryStep(),
        ["two-heads"] = () => new ModelBuilder(Scheme.Int8x16, 4).Lstm(24).Dense(8, DenseActivation.Tanh).Dense(2, source: 1).Head().Dense(1, DenseActivation.Sigmoid, source: 0).Head(),
        ["hidden-state"] = () => new ModelBuilder(Scheme.Int8, 3).Lstm(7).Head(),
        ["hidden-state-float"] = () => new ModelBuilder(Scheme.Float32, 3).Lstm(7).Head(),
        ["initial-state"] = () => new ModelBuilder(Scheme.Int8x16, 3).Lstm(10, initialState: true).Dense(1).Head(),
        ["initial-state-float"] = () => new ModelBuilder(Scheme.Float32, 3).Lstm(10, initialState: true).Dense(1).Head(),
        ["dense-first"] = () => new ModelBuilder(Scheme.Int8, 6).Dense(12, DenseActivation.Relu).Lstm(10).Dense(1).Head(),
        ["dense-between-is-a-head"] = () => new ModelBuilder(Scheme.Int8x16, 3).Lstm(12).Dense(5, DenseActivation.Relu).Head().Lstm(6).Dense(2, source: 1).Head().Dense(1, source: 2).Head(),
        ["wide"] = () => new ModelBuilder(Scheme.Int8, 70).Lstm(33).Dense(1).Head(),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    public static ModelBuilder Builder(string name) => Models[name]();
}
