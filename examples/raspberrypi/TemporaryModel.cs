// TEMPORARY: a stand-in with the generated class's shape so that the example compiles before the generator exists. Delete this file,
// put [EdgeLstmModel("models/pump.elstm")] on PumpModel and add the generator reference. With PUMP_STANDIN set to a file of float32
// weights (mean, std, W, R, Wb + Rb in ONNX order, heads, bias) it computes the model plainly; without, it returns zeros.
using System.Runtime.InteropServices;

namespace PumpMonitor;

public sealed partial class PumpModel
{
    public const int InputCount = 6;
    public const int OutputCount = 2;
    public const int WarmUpSteps = 24;
    public const int StateBytes = 256;
    public const int WeightBytes = 0;
    public const string Scheme = "none";
    public const string SourceSha256 = "";
    private const int H = 32;

    private static readonly float[] W = Load();

    public static string Kernel => "stand-in";

    public unsafe struct State
    {
        internal fixed float h[H];
        internal fixed float c[H];

        public void Reset() => this = default;
    }

    public struct Sample
    {
        public float VibrationRms, Kurtosis, Envelope, ShaftSpeed, BearingTemperature, MotorCurrent;
    }

    public struct Output
    {
        public float Rul, FaultProbability;
    }

    public static Output Step(ref State state, in Sample sample)
    {
        Span<float> output = stackalloc float[2];
        Step(ref state, MemoryMarshal.Cast<Sample, float>(new ReadOnlySpan<Sample>(in sample)), output);
        return new Output { Rul = output[0], FaultProbability = output[1] };
    }

    public static unsafe void Step(ref State state, ReadOnlySpan<float> sample, Span<float> output)
    {
        output.Clear();
        if (W.Length == 0) return;
        ReadOnlySpan<float> mean = W.AsSpan(0, 6), std = W.AsSpan(6, 6), wx = W.AsSpan(12, 4 * H * 6), wh = W.AsSpan(12 + 24 * H, 4 * H * H);
        ReadOnlySpan<float> bias = W.AsSpan(12 + 24 * H + 4 * H * H, 4 * H), heads = W.AsSpan(12 + 28 * H + 4 * H * H);
        Span<float> gates = stackalloc float[4 * H];
        for (int r = 0; r < 4 * H; r++)
        {
            float sum = bias[r];
            for (int k = 0; k < 6; k++) sum += wx[r * 6 + k] * ((sample[k] - mean[k]) / std[k]);
            for (int k = 0; k < H; k++) sum += wh[r * H + k] * state.h[k];
            gates[r] = sum;
        }
        for (int j = 0; j < H; j++)
        {
            state.c[j] = S(gates[2 * H + j]) * state.c[j] + S(gates[j]) * MathF.Tanh(gates[3 * H + j]);
            state.h[j] = S(gates[H + j]) * MathF.Tanh(state.c[j]);
        }
        for (int o = 0; o < 2; o++)
        {
            float sum = heads[2 * H + o];
            for (int k = 0; k < H; k++) sum += heads[o * H + k] * state.h[k];
            output[o] = S(sum) * (o == 0 ? 125 : 1);
        }
    }

    private static float S(float x) => 1 / (1 + MathF.Exp(-x));

    private static float[] Load() => Environment.GetEnvironmentVariable("PUMP_STANDIN") is { } path
        ? MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray()
        : [];
}
