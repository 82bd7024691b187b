namespace EdgeLstm.Generator.Emit;

/// <summary>A float for each feature, as a member of <c>Weights</c>.</summary>
static class FeatureConstants
{
    public static void Write(CodeWriter code, string name, string constants)
    {
        code.Line($"public static ReadOnlySpan<float> {name} => MemoryMarshal.Cast<byte, float>({constants});");
        code.Line();
    }
}
