namespace EdgeLstm.Generator.Model;

/// <summary>Where a model came from: the source's file name, SHA-256 and float32 weight bytes, and the version of the tool that wrote it.</summary>
sealed record Provenance(string SourceFile, string SourceSha256, long SourceWeightBytes, string ToolVersion)
{
    /// <summary>
    /// What forward() does, as the tool's option <c>--forward</c> says it, where the source has weights and no graph: with it they are the
    /// same network again. Null of a source that has its graph.
    /// </summary>
    public string? Forward { get; init; }
}
