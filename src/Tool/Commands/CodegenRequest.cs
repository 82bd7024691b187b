namespace EdgeLstm.Tool.Commands;

/// <summary>The options of <c>edgelstm codegen</c>; names that the user leaves out come from the artifact's name.</summary>
sealed record CodegenRequest(string Artifact, string Directory, string? Namespace, string? Class);
