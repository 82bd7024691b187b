using System.Text;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Parse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace EdgeLstm.Generator;

/// <summary>
/// Completes each class that asks for a model with that model's code. Every step gives equatable records, so that typing in an editor runs no
/// step whose input did not change; a model's weights are never compared, only its text's checksum.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class EdgeLstmGenerator : IIncrementalGenerator
{
    const string AttributeName = "EdgeLstm.EdgeLstmModelAttribute";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(ModelText.Find).WithTrackingName(TrackingNames.Texts)
            .Where(text => text is not null)
            .Select(ModelFile.Parse!).WithTrackingName(TrackingNames.Files);

        var classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeName, (node, _) => node is TypeDeclarationSyntax, ClassRequest.Of).WithTrackingName(TrackingNames.Requests)
            .Collect()
            .SelectMany(DuplicateClasses.Mark).WithTrackingName(TrackingNames.Classes);

        var plans = classes
            .Combine(files.Collect())
            .Select((pair, _) => ClassPlan.Of(pair.Left, pair.Right)).WithTrackingName(TrackingNames.Plans);

        // A plan's location moves with every line above it; what is emitted does not depend on that.
        var emissions = plans
            .Select((plan, _) => plan.Emission).WithTrackingName(TrackingNames.Emissions)
            .Where(emission => emission is not null);

        context.RegisterSourceOutput(files.Select((file, _) => file.Problem).WithTrackingName(TrackingNames.FileProblems), Report);
        context.RegisterSourceOutput(plans.Select((plan, _) => plan.Problem).WithTrackingName(TrackingNames.ClassProblems), Report);
        context.RegisterSourceOutput(
            files.Collect().Combine(classes.Collect().Select((all, _) => all.IsEmpty)).Select(IdleModel.Of)
                .WithTrackingName(TrackingNames.ProjectProblem), Report);
        context.RegisterSourceOutput(emissions, (output, emission) => Emit(output, emission!, ".g.cs", ModelEmitter.EmitClass));
        context.RegisterImplementationSourceOutput(emissions, (output, emission) => Emit(output, emission!, ".Weights.g.cs", ModelEmitter.EmitWeights));
    }

    static void Report(SourceProductionContext output, Problem? problem)
    {
        if (problem is not null)
            output.ReportDiagnostic(problem.ToDiagnostic());
    }

    static void Emit(SourceProductionContext output, Emission emission, string suffix, Func<EdgeLstm.Generator.Model.ModelArtifact, ClassTarget, string> emit)
    {
        try
        {
            string code = emit(emission.File.Model.Value!, emission.Target);
            output.CancellationToken.ThrowIfCancellationRequested();
            output.AddSource(emission.HintName + suffix, SourceText.From(code, Encoding.UTF8));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A generator that throws is switched off for the whole build, with a message that helps nobody.
            Report(output, Problem.Defect(emission.File.Item, LocationInfo.Of(emission.File.Path), e));
        }
    }
}
