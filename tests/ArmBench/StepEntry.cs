using System.Runtime.InteropServices;
using EdgeLstm.Conformance;

namespace EdgeLstm.ArmBench;

/// <summary>The steps of a class that has <c>Step</c>.</summary>
static unsafe class StepEntry
{
    /// <summary>Steps one stream over <paramref name="samples"/> distinct samples, again and again, to count its instructions.</summary>
    [UnmanagedCallersOnly(EntryPoint = "model_steps")]
    public static void Steps(float* samples, int count, int steps, float* output)
    {
        ModelUnderTest.State state = default;
        for (int t = 0; t < steps; t++)
        {
            ModelUnderTest.Step(
                ref state, new(samples + t % count * ModelUnderTest.InputCount, ModelUnderTest.InputCount),
                new(output, ModelUnderTest.OutputCount));
        }
    }
}
