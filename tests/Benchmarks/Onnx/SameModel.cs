using EdgeLstm.Tool.Bench;

namespace EdgeLstm.Benchmarks.Onnx;

/// <summary>Comparing times makes sense only of the same model.</summary>
static class SameModel
{
    const int Window = 30;
    const float Tolerance = 1e-4f; // float32 sums in another order

    /// <summary>Throws where the float32 class and new sessions of ONNX Runtime differ after one window.</summary>
    public static void Check(GeneratedStep generated, params ReadOnlySpan<OrtSteps> sessions)
    {
        generated.Run(Window);
        foreach (var session in sessions)
        {
            session.Run(Window);
            if (!(MathF.Abs(session.Output - generated.Output[0]) <= Tolerance))
                throw new InvalidOperationException($"ONNX Runtime gives {session.Output} after {Window} steps, the float32 class {generated.Output[0]}: not the same model.");
        }
    }
}
