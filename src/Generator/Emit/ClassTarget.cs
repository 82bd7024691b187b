namespace EdgeLstm.Generator.Emit;

/// <summary>The class that the generated code completes.</summary>
public sealed record ClassTarget(string Namespace, string Name);
