using System.IO.Compression;
using System.Text.Json.Nodes;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Keras;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>A golden of tests/Golden/keras in Keras 3's archive, with another architecture over its weights.</summary>
static class EditedKeras
{
    /// <param name="edit">Of the model: class_name and config.</param>
    public static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string golden, Action<JsonObject> edit) =>
        KerasImporter.Inspect(Archive(golden, text =>
        {
            var model = JsonNode.Parse(text)!.AsObject();
            edit(model);
            return model.ToJsonString();
        }), "edited.keras");

    public static ModelException Refused(string golden, string id, Action<JsonObject> edit)
    {
        var (network, refusals) = Inspect(golden, edit);
        Assert.Null(network);
        Assert.Equal(id, refusals[0].Id);
        Assert.StartsWith("edited.keras", refusals[0].File, StringComparison.Ordinal);
        Assert.NotEmpty(refusals[0].Remedy);
        return refusals[0];
    }

    /// <summary>The settings of a sequential model's layer; 0 is the input.</summary>
    public static JsonObject Layer(this JsonObject model, int index) => Entry(model, index)["config"]!.AsObject();

    /// <summary>class_name, config, and what stands beside them.</summary>
    public static JsonObject Entry(this JsonObject model, int index) => model.Layers()[index]!.AsObject();

    public static JsonArray Layers(this JsonObject model) => model["config"]!["layers"]!.AsArray();

    /// <summary>The archive with another config.json, without other entries that are left out.</summary>
    public static byte[] Archive(string golden, Func<string, string> edit, params string[] without)
    {
        using var source = ZipFile.OpenRead(KerasGoldens.ModelPath(golden));
        var written = new MemoryStream();
        using (var target = new ZipArchive(written, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var entry in source.Entries.Where(entry => !without.Contains(entry.FullName)))
            {
                using var from = entry.Open();
                using var to = target.CreateEntry(entry.FullName).Open();
                if (entry.FullName == KerasSignature.Config)
                {
                    using var reader = new StreamReader(from);
                    to.Write(System.Text.Encoding.UTF8.GetBytes(edit(reader.ReadToEnd())));
                }
                else
                    from.CopyTo(to);
            }

        return written.ToArray();
    }
}
