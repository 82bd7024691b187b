using EdgeLstm.Generator.Emit;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Reports;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Tool.Commands;

/// <summary>What <c>codegen</c> does: the generator's own emitter, into files.</summary>
static class CodegenJob
{
    public static Report Run(CodegenRequest request, Session session)
    {
        var model = ModelLoader.Artifact(request.Artifact);
        var target = new ClassTarget(request.Namespace ?? "Models", request.Class ?? DefaultClass(model.Name));
        (string Path, string Text)[] files =
        [
            (Path.Combine(request.Directory, target.Name + ".g.cs"), ModelEmitter.EmitClass(model, target)),
            (Path.Combine(request.Directory, target.Name + ".Weights.g.cs"), ModelEmitter.EmitWeights(model, target)),
        ];
        foreach (var (path, text) in files)
            AtomicFile.WriteText(path, text);
        return new()
        {
            Facts = [.. files.Select((file, k) => new Fact(k == 0 ? "class" : "weights", k == 0 ? "class" : "weights", file.Path))],
            Notes =
            [
                $"the same text comes from: namespace {target.Namespace}; [EdgeLstmModel(\"{Path.GetFileName(request.Artifact)}\")] public sealed partial class {target.Name};",
                NextStep.NewApp(request.Artifact),
            ],
        };
    }

    static string DefaultClass(string name)
    {
        string identifier = string.Concat(name.Split(['_', '-', ' ', '.', '/', ':'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]).SelectMany(word => word)
            .Where(SyntaxFacts.IsIdentifierPartCharacter));
        return SyntaxFacts.IsValidIdentifier(identifier) && !ModelEmitter.Members.Contains(identifier) ? identifier : "Model" + identifier;
    }
}
