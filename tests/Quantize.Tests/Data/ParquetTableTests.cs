using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using Parquet;
using Parquet.Schema;

namespace EdgeLstm.Quantize.Tests.Data;

/// <summary>A Parquet file is read as the .csv file of the same table is.</summary>
public sealed class ParquetTableTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Two groups of rows.</summary>
    async Task<string> Write(string name, CompressionMethod method = CompressionMethod.Snappy)
    {
        DataField[] fields = [new DataField<double>("a [°C]"), new DataField<float?>("b"), new DataField<int>("n"),
            new DataField<bool>("on"), new DataField("machine", typeof(string)),
            new DateTimeDataField("at", DateTimeFormat.DateAndTimeMicros),
            new DecimalDataField("price", 10, 2)];
        await using var file = File.Create(_folder[name]);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, new() { CompressionMethod = method });
        for (int k = 0; k < 2; k++)
        {
            using var group = writer.CreateRowGroup();
            var at = new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
            await group.WriteAsync<double>(fields[0], new[] { 0.1 + k, 1e-7, double.NaN });
            await group.WriteAsync<float>(fields[1], new float?[] { 0.1f, null, -3e10f });
            await group.WriteAsync<int>(fields[2], new[] { k, -5, 7 });
            await group.WriteAsync<bool>(fields[3], new[] { true, false, true });
            await group.WriteAsync(fields[4], new[] { "A", "B", null! });
            await group.WriteAsync<DateTime>(fields[5], new[] { at.AddHours(k), at.AddMilliseconds(1.5), at });
            await group.WriteAsync<decimal>(fields[6], new[] { 1.50m, 2m, -0.25m });
        }

        await writer.DisposeAsync();
        return _folder[name];
    }

    const string Csv = "a [°C],b,n,on,machine,at,price\n"
        + "0.1,0.1,0,True,A,2026-01-01 12:00:00,1.50\n1e-7,,-5,False,B,2026-01-01 12:00:00.0015,2\n"
        + "nan,-3e10,7,True,,2026-01-01 12:00:00,-0.25\n"
        + "1.1,0.1,1,True,A,2026-01-01 13:00:00,1.50\n1e-7,,-5,False,B,2026-01-01 12:00:00.0015,2\n"
        + "nan,-3e10,7,True,,2026-01-01 12:00:00,-0.25\n";

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Zstd)]
    public async Task Every_kind_of_column_is_what_the_csv_file_says(CompressionMethod method)
    {
        string csv = _folder.Write("t.csv", Csv);
        var settings = new TableColumns("machine", "at", []) { Targets = ["price"] };
        SeriesReader[] tables = [.. new[] { await Write("t.parquet", method), csv }.Select(path => SeriesReader.Read([path], settings))];
        Assert.Equal(["a", "b", "n", "on=False|True"], tables[0].Features);
        Assert.Equal("°C", tables[0].Unit("a"));
        Assert.Equal(tables[1].Values, tables[0].Values);
        Assert.Equal(tables[1].Series.Select(each => (each.Group, each.Rows)), tables[0].Series.Select(each => (each.Group, each.Rows)));
        Assert.Equal([1.5, 1.5, 2, 2, -0.25, -0.25], Enumerable.Range(0, 6).Select(row => double.Parse(tables[0].Target(row, 0),
            System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_file_is_told_by_its_content()
    {
        string named = await Write("really.csv");
        Assert.Equal([0.1f, 1e-7f], Dataset.Load(named, 1, ["a"]).Values[..2]);
        var refusal = Assert.Throws<ModelException>(() => Dataset.Load(_folder.Write("text.parquet", "a\n1\n"), 1, ["a"]));
        Assert.Equal(ErrorCatalogue.BadParquet, refusal.Id);
        Assert.Contains("call the file .csv if it is text", refusal.Message);
    }

    [Fact]
    public async Task A_column_of_lists_is_refused()
    {
        DataField items = new DataField<int[]>("items");
        await using (var file = File.Create(_folder["t.parquet"]))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(items), file))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(items, new[] { 1, 2 }, new int[] { 0, 1 });
        }

        var refusal = Assert.Throws<ModelException>(() => Dataset.Load(_folder["t.parquet"], 1, ["items"]));
        Assert.Equal((ErrorCatalogue.BadParquet, _folder["t.parquet"]), (refusal.Id, refusal.File));
        Assert.Contains("column 'items' of lists or structures", refusal.Message);
    }

    [Fact]
    public async Task A_damaged_file_loads_or_is_refused()
    {
        byte[] whole = File.ReadAllBytes(await Write("t.parquet"));
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        int refused = 0;
        for (int k = 0; k < 400; k++)
        {
            byte[] damaged = k % 4 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int change = k % 4 * 2; change > 0; change--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["d.parquet"], damaged);
            try
            {
                Dataset.Load(_folder["d.parquet"], 2, ["a", "b"], new("machine", "at", null));
            }
            catch (ModelException e)
            {
                refused++;
                Assert.True(e.File == _folder["d.parquet"], $"seed {seed}, file {k}: {e.Message}");
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Assert.Fail($"seed {seed}, file {k}: {e}");
            }
        }

        Assert.True(refused > 100, $"seed {seed}: {refused} of 400 refused");
    }

    [Fact]
    public async Task A_file_cannot_ask_for_more_rows_than_it_can_hold()
    {
        var field = new DataField<int>("a");
        await using (var file = File.Create(_folder["t.parquet"]))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), file))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(field, new int[12_345]);
        }

        // The footer, its length and PAR1 end the file; each number of rows in it becomes three thousand million.
        byte[] bytes = File.ReadAllBytes(_folder["t.parquet"]);
        int length = BitConverter.ToInt32(bytes, bytes.Length - 8), start = bytes.Length - 8 - length;
        string footer = Convert.ToHexString(bytes, start, length);
        byte[] changed = Convert.FromHexString(footer.Replace("F2C001", "80F882AD16", StringComparison.Ordinal));
        Assert.NotEqual(length, changed.Length);
        File.WriteAllBytes(_folder["t.parquet"], [.. bytes[..start], .. changed, .. BitConverter.GetBytes(changed.Length), .. "PAR1"u8]);
        var refusal = Assert.Throws<ModelException>(() => Dataset.Load(_folder["t.parquet"], 1, ["a"]));
        Assert.Equal(ErrorCatalogue.BadParquet, refusal.Id);
        Assert.Contains("3000000000 rows of 1 columns in a file of ", refusal.Message);
    }
}
