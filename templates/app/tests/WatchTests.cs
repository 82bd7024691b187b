namespace PlantSpace.Tests;

public class WatchTests
{
    static readonly int Enough = new Watch().WarmUp + 12;

    [Fact]
    public void A_restored_watch_goes_on_where_it_was_saved()
    {
        var (whole, first, second) = (Always(), Always(), Always());
        var snapshot = new byte[first.SnapshotBytes];
        for (int row = 0; row < Enough; row++)
        {
            whole.Take(Rows.At(row));
            if (row == Enough / 2)
            {
                first.Save(snapshot);
                Assert.Null(second.Restore(snapshot));
            }

            (row < Enough / 2 ? first : second).Take(Rows.At(row));
        }

        Assert.Equal(whole.Output.ToArray(), second.Output.ToArray());
        Assert.True(second.IsRaised);
        Assert.Equal(whole.Rows, second.Rows);
    }

    [Fact]
    public void A_file_keeps_the_watch_and_a_damaged_one_is_said_and_begins_anew()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "watch.state");
        var watch = Always();
        for (int row = 0; row < Enough; row++)
            watch.Take(Rows.At(row));
        var file = new StateFile(path);
        file.Save(watch);
        var (again, log) = (Always(), new StringWriter());
        new StateFile(path).Load(again, log);
        Assert.Equal((watch.Rows, true), (again.Rows, again.IsRaised));
        Assert.Contains("goes on", log.ToString());

        byte[] bytes = File.ReadAllBytes(path);
        foreach (int at in (int[])[30, bytes.Length - 1])
        {
            bytes[at] ^= 4;
            File.WriteAllBytes(path, bytes);
            bytes[at] ^= 4;
            log = new();
            new StateFile(path).Load(again, log);
            Assert.Equal((0, false), (again.Rows, again.IsRaised));
            Assert.Contains("begins anew", log.ToString());
        }
    }

#if !DEBUG // where each row makes a few bytes of what an optimizing compiler reads in place: dotnet test tests -c Release
    [Fact]
    public void A_row_allocates_nothing()
    {
        var watch = Always();
        float[] sample = Rows.At(0);
        PlantModel.Prepare();
        for (int row = 0; row < Enough; row++)
            watch.Take(sample);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int row = 0; row < 100; row++)
            watch.Take(sample);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
#endif

    /// <summary>Rings as soon as the model is warm and the hold is over.</summary>
    static Watch Always() => new(new Alarm(isAbove: true, float.MinValue, float.MinValue, Limits.Hold));
}
