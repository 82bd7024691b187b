namespace EdgeLstm.Generator.Emit.Layers;

/// <summary>A float for each feature, as a member of <c>Weights</c>.</summary>
static class FeatureConstants
{
    public static void Write(CodeWriter code, string name, string constants)
    {
        code.Line($"public static global::System.ReadOnlySpan<float> {name} => global::System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>({constants});");
        code.Line();
    }
}
