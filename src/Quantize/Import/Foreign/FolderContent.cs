namespace EdgeLstm.Quantize.Import.Foreign;

/// <summary>Folders that are models of other tools, and what to give of them.</summary>
static class FolderContent
{
    static readonly string[] Models = ["*.onnx", "*.keras", "*.h5", "*.hdf5", "*.pt", "*.pth", "*.ckpt", "*.safetensors", "*.elstm"];

    /// <exception cref="IOException">It cannot be looked into.</exception>
    public static FileContent Of(string folder)
    {
        if (Has("saved_model.pb"))
            return new FileContent("a TensorFlow SavedModel, which is a folder", Has("keras_metadata.pb")
                ? "in Python, tf.keras.models.load_model(\"{0}\").save(\"{0}.keras\"), and give that file"
                : "try 'python -m tf2onnx.convert --saved-model {0} --output {0}.onnx'").For(folder);
        if (Has("config.json") && Has("model.weights.h5"))
            return new FileContent("a .keras archive that was unpacked", "give the architecture in it, {0}/config.json").For(folder);
        if (Has("Manifest.json") && Directory.Exists(Path.Combine(folder, "Data")))
            return FileContent.Final("a Core ML model, which is a folder (.mlpackage)");
        if (Has("config.json") && (Has("model.safetensors") || Has("pytorch_model.bin")))
            return new("a model of Hugging Face, which is a folder",
                "EdgeLstm runs recurrent networks: where it is one, give its weights, model.safetensors");
        if (Has("data.pkl") && Has("version"))
            return new("a file of PyTorch that was unpacked", "give the file that it was unpacked from");
        string? model = Models.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).FirstOrDefault();
        return new("a folder", model is null ? "give the model's file" : $"give the model in it, as '{Path.GetFileName(model).Short()}'");

        bool Has(string name) => File.Exists(Path.Combine(folder, name));
    }
}
