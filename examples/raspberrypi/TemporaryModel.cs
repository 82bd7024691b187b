// TEMPORARY: a stand-in with the generated class's shape so that the example compiles before the generator exists. Delete this file,
// put [EdgeLstmModel("models/pump.elstm")] on PumpModel and add the generator reference.
namespace PumpMonitor;

public sealed partial class PumpModel
{
    public const int InputCount = 6;
    public const int OutputCount = 2;
    public const int WarmUpSteps = 24;
    public const int StateBytes = 4;
    public const int WeightBytes = 0;
    public const string Scheme = "none";
    public const string SourceSha256 = "";

    public static string Kernel => "stand-in";

    public struct State
    {
        private int _steps;

        public void Reset() => _steps = 0;

        internal int Advance() => ++_steps;
    }

    public struct Sample
    {
        public float VibrationRms, Kurtosis, Envelope, ShaftSpeed, BearingTemperature, MotorCurrent;
    }

    public struct Output
    {
        public float Rul, FaultProbability;
    }

    public static void Step(ref State state, ReadOnlySpan<float> sample, Span<float> output)
    {
        state.Advance();
        output.Clear();
    }

    public static Output Step(ref State state, in Sample sample)
    {
        state.Advance();
        return default;
    }
}
