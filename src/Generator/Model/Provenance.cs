namespace EdgeLstm.Generator.Model;

/// <summary>Where a model came from: the source's file name, SHA-256 and float32 weight bytes, and the version of the tool that wrote it.</summary>
sealed record Provenance(string SourceFile, string SourceSha256, long SourceWeightBytes, string ToolVersion);
