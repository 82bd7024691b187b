using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace EdgeLstm.Layers;

/// <summary>The error of a span that has another length than the model's, out of line so that a step stays small.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public static class SpanLength
{
    /// <summary>Refuses a span.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="found">Values that it has.</param>
    /// <param name="expected">Values that it should have.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn] // and no NoInlining, by which the JIT would not see that it only throws
    public static void Refuse(string name, int found, int expected) =>
        throw new ArgumentException($"{name} has {found} values, expected {expected}.", name);
}
