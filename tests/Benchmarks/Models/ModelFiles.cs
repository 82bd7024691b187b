using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Passes.Compressing;

namespace EdgeLstm.Benchmarks.Models;

/// <summary>
/// The models as files, for tests/ArmBench/count.sh: INPUTS_UNITS.SCHEME.elstm, the forms of compressed rows behind the scheme, and samples
/// for them in INPUTS.npy.
/// </summary>
static class ModelFiles
{
    const int Samples = 500;

    static readonly CompressedForm Five = new(RowForm.Five);

    public static int Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var size in Size.All.Where(size => size.Layers == 1))
        {
            Add("int8", Scheme.Int8);
            Add("int8x16", Scheme.Int8x16);
            if (size == new Size(14, 64))
            {
                Add("int8-five", Scheme.Int8, new(Five, CompressedForm.Int8));
                Add("int8-five-int4", Scheme.Int8, new(Five, new(RowForm.Int4)));
            }

            var random = new Random(3);
            float[] samples = [.. Enumerable.Range(0, Samples * size.Inputs).Select(_ => 2 * random.NextSingle() - 1)];
            NpyFile.Write(Path.Combine(folder, $"{size.Inputs}.npy"), [1, Samples, size.Inputs], samples);

            void Add(string name, Scheme scheme, Compression? compression = null) =>
                File.WriteAllText(Path.Combine(folder, $"{size.Key}.{name}.elstm"),
                    ArtifactWriter.Write(RandomModel.Artifact(size, scheme, compression)));
        }

        return 0;
    }
}
