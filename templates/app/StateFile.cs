namespace PlantSpace;

/// <summary>A watch on disk. A power cut leaves the file as it was or as it is now, and nothing between.</summary>
sealed class StateFile(string path)
{
    byte[] _bytes = [];

    /// <summary>Goes on from the file, where there is one; what cannot be gone on from is said.</summary>
    public void Load(Watch watch, TextWriter log)
    {
        if (!File.Exists(path))
            return;
        log.WriteLine(watch.Restore(File.ReadAllBytes(path)) is { } why
            ? $"{path}: {why}: the model begins anew" : $"{path}: goes on after row {watch.Rows} of the model");
    }

    public void Save(Watch watch)
    {
        if (_bytes.Length == 0)
            _bytes = new byte[watch.SnapshotBytes];
        watch.Save(_bytes);
        string beside = path + ".new";
        using (var file = File.OpenHandle(beside, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, _bytes, 0);
            RandomAccess.FlushToDisk(file); // before the move, which might otherwise reach the disk first
        }

        File.Move(beside, path, overwrite: true);
    }
}
