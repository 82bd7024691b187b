using System.Text;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Generator.Model;

/// <summary>Names become identifiers, which C# stores as at most 1,023 bytes of UTF-8.</summary>
static class ArtifactNames
{
    /// <summary>Capitals may take half as many bytes again, and a name may get a word before it and a number behind.</summary>
    public const int MaxBytes = 512;

    public static void Check(ModelArtifact model)
    {
        Check("the model", model.Name);
        foreach (var input in model.Inputs)
            Check("an input", input.Name);
        foreach (var output in model.Outputs)
            Check("an output", output.Name);
        foreach (var state in model.States)
            Check("an initial state", state.Name);
    }

    static void Check(string what, string name)
    {
        int bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes > MaxBytes)
        {
            throw new ModelException(
                ErrorCatalogue.ArtifactSyntax, $"{what} with a name of {bytes} bytes", $"at most {MaxBytes} in UTF-8",
                "give it a shorter name, and quantize the model again");
        }
    }
}
