namespace EdgeLstm.Generator.Emit;

/// <summary>The class that the generated code completes.</summary>
sealed record ClassTarget(string Namespace, string Name)
{
    /// <summary>The name from <c>global::</c> on, which nothing in the project can hide.</summary>
    public string FullName => "global::" + (Namespace.Length == 0 ? "" : Namespace + ".") + Name;

    /// <summary>Whether a base class has a <c>Reset()</c> that the generated one overrides.</summary>
    public bool OverridesReset { get; init; }

    /// <summary>The same of <c>Step(ReadOnlySpan&lt;float&gt;, Span&lt;float&gt;)</c>.</summary>
    public bool OverridesStep { get; init; }
}
