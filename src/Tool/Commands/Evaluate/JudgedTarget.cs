using System.Text;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>The answers to one target beside the truth: as figures, and as pictures for the page of <c>evaluate --report</c>.</summary>
/// <param name="Name">Of the target.</param>
abstract record JudgedTarget(string Name)
{
    /// <param name="detailed">With a row for each machine: for JSON and the page.</param>
    public abstract Report Report(EvaluateRequest request, bool detailed);

    /// <summary>Drawings, figure by figure.</summary>
    public abstract void Draw(StringBuilder page);
}
