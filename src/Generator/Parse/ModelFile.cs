using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Generator.Parse;

/// <summary>A model of the project, parsed; or what is wrong with it.</summary>
sealed record ModelFile(string Path, string Item, string Source, string Checksum, Derived<ModelArtifact?> Model, Problem? Problem)
{
    public static ModelFile Parse(ModelText text, CancellationToken cancellation)
    {
        var (model, problem) = Read(text, cancellation);
        return new(text.Path, text.Item, text.Source, text.Checksum, new(model), problem);
    }

    static (ModelArtifact?, Problem?) Read(ModelText text, CancellationToken cancellation)
    {
        var start = LocationInfo.Of(text.Path);
        if (text.Text.Value is null)
        {
            return (null, Problem.Of(
                ErrorCatalogue.ArtifactUnreadable, start, $"no readable file '{text.Item}'", "an .elstm artifact",
                "write it with 'edgelstm quantize', or take the item out of the project"));
        }

        try
        {
            string contents = text.Text.Value.ToString();
            cancellation.ThrowIfCancellationRequested();
            return (ArtifactReader.Read(contents), null);
        }
        catch (ModelException e) when (e.Id == ErrorCatalogue.ArtifactTooNew)
        {
            return (null, new(e.Id, start, e.In(text.Item).Message));
        }
        catch (ModelException e)
        {
            return (null, new(ErrorCatalogue.ArtifactUnreadable, start, $"{e.Id}: {e.In(text.Item).Message}"));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (null, Problem.Defect(text.Item, start, e));
        }
    }
}
