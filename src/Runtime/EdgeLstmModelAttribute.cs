namespace EdgeLstm;

/// <summary>
/// Asks the generator to complete this partial class with the model of an <c>EdgeLstmModel</c> item of the project:
/// <code>[EdgeLstmModel("models/engine.elstm")] public sealed partial class EngineModel;</code>
/// </summary>
/// <param name="path">The item's path as the project file gives it, or its file name where that is unique.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EdgeLstmModelAttribute(string path) : Attribute
{
    /// <summary>The artifact's path.</summary>
    public string Path { get; } = path;

    /// <summary>
    /// True where the class is for streaming: a model that cannot run sample by sample is then an error instead of a class without
    /// <c>Step</c>.
    /// </summary>
    public bool Streaming { get; set; }
}
