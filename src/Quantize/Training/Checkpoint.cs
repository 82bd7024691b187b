using System.Text;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Training;

/// <summary>
/// A training run between two epochs. Its file begins with a fingerprint of the data and options, so that a run goes on only as what it
/// was.
/// </summary>
sealed record Checkpoint(long OptimizerSteps, IReadOnlyList<EpochResult> History, IReadOnlyList<float[]> Vectors)
{
    const string Magic = "edgelstm training 1";

    public void Write(string path, string fingerprint)
    {
        using var file = AtomicFile.Create(path);
        using (var to = new BinaryWriter(file.Stream, Encoding.UTF8, leaveOpen: true))
        {
            to.Write(Magic);
            to.Write(fingerprint);
            to.Write(OptimizerSteps);
            to.Write(History.Count);
            foreach (var epoch in History)
            {
                foreach (double value in (ReadOnlySpan<double>)[epoch.Loss, epoch.ValidationLoss, epoch.Metric])
                    to.Write(value);
                to.Write(epoch.IsBest);
            }

            to.Write(Vectors.Count);
            to.Write(Vectors[0].Length);
            foreach (float value in Vectors.SelectMany(vector => vector))
                to.Write(value);
        }

        file.Commit();
    }

    /// <summary>A checkpoint of a run of this data, these options and this network.</summary>
    public static Checkpoint Read(string path, string fingerprint, NetworkSpec spec)
    {
        int parameters = new Layers.TrainableNetwork<float>(spec).Parameters.Length;
        using var stream = InputFile.Open(path);
        using var from = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            if (from.ReadString() != Magic)
                throw Bad("another kind of file", "what an interrupted 'edgelstm train' left", "start without --resume", path);
            if (from.ReadString() != fingerprint)
                throw Bad("a run with other data or options", "the same data and options as before", "repeat the command with --resume, or start without it", path);
            long steps = from.ReadInt64();
            var history = new EpochResult[from.ReadInt32()];
            for (int i = 0; i < history.Length; i++)
                history[i] = new(i + 1, from.ReadDouble(), from.ReadDouble(), from.ReadDouble(), from.ReadBoolean());
            var vectors = new float[from.ReadInt32()][];
            if (from.ReadInt32() != parameters)
                throw Bad("another number of parameters", $"{parameters}", "start without --resume", path);
            for (int i = 0; i < vectors.Length; i++)
            {
                vectors[i] = new float[parameters];
                foreach (ref float value in vectors[i].AsSpan())
                    value = from.ReadSingle();
            }

            return new(steps, history, vectors);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or OverflowException or OutOfMemoryException)
        {
            throw Bad("a damaged file", "what an interrupted 'edgelstm train' left", "start without --resume", path);
        }
    }

    static ModelException Bad(string found, string expected, string remedy, string path) => new(ErrorCatalogue.CannotResume, found, expected, remedy, path);
}
