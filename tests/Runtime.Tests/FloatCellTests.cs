using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;
using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

public class FloatCellTests
{
    public static TheoryData<CellKind, CellFlags> Cells => CellKernelTests.Cells;

    /// <summary>
    /// Sixteen ulp of 1: the functions are within 3·10⁻⁷. A cell without a forget gate sums their errors up, here over twenty steps.
    /// </summary>
    static double Bound(CellFlags flags) => flags.HasFlag(CellFlags.NoForgetGate) ? 4e-6 : 2e-6;

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_kernel_stays_within_its_bound_of_the_equations_in_double(CellKind kind, CellFlags flags)
    {
        foreach (var (inputs, units) in new[] { (1, 1), (3, 16), (17, 33), (5, 70) })
        {
            var shape = new CellShape(kind, flags, inputs, units, RandomCell.Outputs(kind, units));
            float[] data = Data(new Random(units), shape);
            var layer = new FloatCellLayer(kind, flags, inputs, units, shape.Outputs, MemoryMarshal.AsBytes(data.AsSpan()));
            foreach (Kernel kernel in Enum.GetValues<Kernel>().Where(KernelChoice.IsSupported))
            {
                var equations = new CellEquations(shape, data);
                float[] h = new float[layer.HiddenLength], c = new float[layer.CellLength];
                var random = new Random(5);
                for (int t = 0; t < 20; t++)
                {
                    float[] x = [.. Enumerable.Range(0, inputs).Select(_ => random.NextSingle() * 4 - 2)];
                    layer.Step(kernel, x, h, c);
                    double[] expected = equations.Step(x);
                    double bound = Bound(flags);
                    for (int k = 0; k < expected.Length; k++)
                        Assert.InRange(h[k] - expected[k], -bound, bound);
                }
            }
        }
    }

    public static TheoryData<int, float, float> Functions => new()
    {
        { (int)FunctionKind.Identity, 0, 0 }, { (int)FunctionKind.Sigmoid, 0, 0 }, { (int)FunctionKind.Tanh, 0, 0 },
            { (int)FunctionKind.Relu, 0, 0 },
        { (int)FunctionKind.LeakyRelu, 0.01f, 0 }, { (int)FunctionKind.ThresholdedRelu, 1, 0 },
            { (int)FunctionKind.HardSigmoid, 0.2f, 0.5f },
        { (int)FunctionKind.ScaledTanh, 1.7159f, 0.6667f }, { (int)FunctionKind.Elu, 1, 0 }, { (int)FunctionKind.Softsign, 0, 0 },
        { (int)FunctionKind.Softplus, 0, 0 }, { (int)FunctionKind.Affine, 0.5f, -0.25f }, { (int)FunctionKind.Step, 0, 0 },
            { (int)FunctionKind.ThreeLevel, 1, 0 },
        { (int)FunctionKind.Silu, 0, 0 }, { (int)FunctionKind.Gelu, 0, 0 }, { (int)FunctionKind.GeluTanh, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public unsafe void A_function_is_within_4e7_of_the_formula_relative_to_the_larger_of_1_and_its_value(int kind, float alpha, float beta)
    {
        var function = new FloatFunction(kind, alpha, beta, 0);
        float* values = stackalloc float[16];
        for (float x = -30; x < 30; x += 0.7f)
        {
            for (int k = 0; k < 16; k++)
                values[k] = x + k * 0.043f;
            FloatFunctions.Apply<float, FloatScalarLanes>(function, values, 16, 1);
            for (int k = 0; k < 16; k++)
            {
                double expected = CellEquations.Function(kind, alpha, beta, x + k * 0.043f);
                Assert.InRange(values[k] - expected, -4e-7 * Math.Max(1, Math.Abs(expected)), 4e-7 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public unsafe void Clip_cuts_the_argument_and_not_the_value()
    {
        float* values = stackalloc float[16];
        for (int k = 0; k < 16; k++)
            values[k] = k - 8;
        FloatFunctions.Apply<float, FloatScalarLanes>(new FloatFunction((float)FunctionKind.Affine, 2, 1, 3), values, 16, 1);
        for (int k = 0; k < 16; k++)
            Assert.Equal(2 * Math.Clamp(k - 8, -3, 3) + 1, values[k]);
    }

    static float[] Data(Random random, CellShape shape)
    {
        var data = new float[shape.FloatBytes / 4];
        int functions = shape.Functions;
        for (int k = 0; k < data.Length; k++)
            data[k] = (random.NextSingle() - 0.5f) / MathF.Sqrt(shape.HiddenSize); // a gain below 1: rounding errors shall not be amplified
        for (int k = 0; k < functions; k++)
        {
            bool isCandidate = shape.Kind switch
            {
                CellKind.Lstm => k is 2 or 4,
                CellKind.GruResetAfter or CellKind.GruResetBefore => k == 2,
                _ => true
            };
            new[] { (float)(isCandidate ? FunctionKind.Tanh : FunctionKind.Sigmoid), 0, 0, k == 0 ? 2.5f : 0 }.CopyTo(data, 4 * k);
        }

        return data;
    }
}
