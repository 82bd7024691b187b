using EdgeLstm.Generator.Emit;

namespace EdgeLstm.Generator.Parse;

/// <summary>A class to write, and its model.</summary>
sealed record Emission(ClassTarget Target, string HintName, ModelFile File);
