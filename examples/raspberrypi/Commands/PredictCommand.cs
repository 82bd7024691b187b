using PumpMonitor.Sensors;
using PumpMonitor.Simulation;

namespace PumpMonitor.Commands;

/// <summary>
/// Prints every output of a run as the bits of its floats, one line per hour. Two builds agree exactly when their lines do: JIT and
/// NativeAOT, one kernel and another, x64 and ARM.
/// </summary>
public static class PredictCommand
{
    public static int Execute(Arguments arguments)
    {
        ulong seed = arguments.Seed(2030);
        arguments.Finish();

        PumpRun run = PumpSimulator.Simulate(seed, index: 0, RunKind.Failing);
        var state = new PumpModel.State();
        Span<float> sample = stackalloc float[PumpModel.InputCount];
        Span<float> output = stackalloc float[PumpModel.OutputCount];
        foreach (SensorReading reading in run.Readings)
        {
            reading.CopyTo(sample);
            PumpModel.Step(ref state, sample, output);
            Console.WriteLine($"{BitConverter.SingleToUInt32Bits(output[0]):x8} {BitConverter.SingleToUInt32Bits(output[1]):x8}");
        }
        return 0;
    }
}
