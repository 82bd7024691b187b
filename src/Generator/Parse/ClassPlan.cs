using System.Collections.Immutable;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Generator.Parse;

/// <summary>What becomes of a class: code, an error in its place, or both where the problem is only a warning.</summary>
sealed record ClassPlan(Emission? Emission, Problem? Problem)
{
    /// <summary>Where the compiler's time for the constants passes three seconds.</summary>
    public const int LargeWeightBytes = 4 << 20;

    public static ClassPlan Of(ClassRequest request, ImmutableArray<ModelFile> files)
    {
        if (Shape(request) is { } wrong)
            return new(null, wrong);
        var (file, missing) = ModelMatch.Find(request, files);
        if (file is null)
            return new(null, missing);
        if (file.Model.Value is not { } model)
            return new(null, null); // the file's own problem is reported once, not for each class

        if (request.Members.Emitted.Length > 0)
        {
            return new(null, Problem.Of(
                ErrorCatalogue.MemberTaken, request.Location,
                $"'{request.Members.Emitted}', generated for '{request.Target.Name}' before, among the files to compile", "the project's own files",
                "add <Compile Remove=\"$(CompilerGeneratedFilesOutputPath)/**/*.cs\" /> to the project, or the folder that 'edgelstm codegen' wrote to"));
        }

        if (request.Members.Clash(model, request.Target) is { } clash)
        {
            return new(null, Problem.Of(
                ErrorCatalogue.MemberTaken, request.Location, clash, "no member of a name that the generated part has",
                "rename yours, or keep it in a class of its own that has the model as a field"));
        }

        if (request.Streaming && !model.CanStream)
        {
            return new(null, Problem.Of(
                ErrorCatalogue.ModelCannotStream, request.Location, $"'{file.Item}', a model that needs whole windows: {model.Plan.WhyWindows}",
                "a model that takes one sample after the other, as Streaming = true asks",
                "take Streaming = true away and use SlidingWindow or Predict, or train a model without such a layer"));
        }

        var emission = new Emission(request.Target, request.HintName, file);
        return new(emission, model.WeightBytes <= LargeWeightBytes ? null : Problem.Of(
            ErrorCatalogue.WeightsVeryLarge, request.Location, $"{model.WeightBytes} bytes of weights in '{file.Item}'",
            $"at most {LargeWeightBytes}", "every build takes seconds longer: train a smaller model or quantize it to int8"));
    }

    static Problem? Shape(ClassRequest request)
    {
        if (request.OldLanguage is { } version)
        {
            return Problem.Of(
                ErrorCatalogue.LanguageTooOld, request.Location, $"C# {version}", "C# 12 or later, in which the model's code is written",
                "take LangVersion out of the project file, or raise it");
        }

        if (request.Unsupported is not null)
        {
            return Problem.Of(
                ErrorCatalogue.ClassNestedOrGeneric, request.Location, $"[EdgeLstmModel] on {request.Unsupported}",
                "a plain class of a namespace", $"declare 'partial class EngineModel' outside of any type and put the attribute there");
        }

        if (!request.IsPartial)
        {
            return Problem.Of(
                ErrorCatalogue.ClassNotPartial, request.Location, $"class '{request.Target.Name}' without 'partial'", "a partial class",
                $"write 'partial class {request.Target.Name}': the generator adds the model as its other part");
        }

        return request.Rival is null ? null : Problem.Of(
            ErrorCatalogue.DuplicateClass, request.Location, $"{request.HintName} with '{request.Path}' beside {request.Rival}",
            "one class to a name, and one model to a class", "take one of the two attributes away, or rename one class");
    }
}
