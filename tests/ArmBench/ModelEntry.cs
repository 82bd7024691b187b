using System.Runtime.InteropServices;
using EdgeLstm.Conformance;

namespace EdgeLstm.ArmBench;

/// <summary>The generated class for the C main.</summary>
static unsafe class ModelEntry
{
    [UnmanagedCallersOnly(EntryPoint = "model_inputs")]
    public static int Inputs() => ModelUnderTest.InputCount;

    [UnmanagedCallersOnly(EntryPoint = "model_output_length")]
    public static int OutputLength(int windows, int steps, int stream) => Runner.OutputLength(windows, steps, stream != 0);

    [UnmanagedCallersOnly(EntryPoint = "model_run")]
    public static void Run(float* samples, int windows, int steps, int stream, float* outputs) =>
        Runner.Run(
            new(samples, windows * steps * ModelUnderTest.InputCount), windows, steps, stream != 0,
            new(outputs, Runner.OutputLength(windows, steps, stream != 0)));
}
