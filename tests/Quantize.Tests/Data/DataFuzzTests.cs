using System.Text;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Tests.Data;

/// <summary>Damaged files either load or say so. A failure prints the seed of its mutation.</summary>
public class DataFuzzTests
{
    const int Mutations = 5000;

    [Fact]
    public void A_damaged_npy_loads_or_is_refused()
    {
        using var written = new MemoryStream();
        NpyFile.Write(written, [2, 3], [1, 2, 3, 4, 5, 6]);
        Run(written.ToArray(), bytes => NpyFile.Read(new MemoryStream(bytes)));
    }

    [Fact]
    public void A_damaged_csv_loads_or_is_refused() =>
        Run("time,\"speed\",heat\r\n1,2.5,-3e4\n2,,nan\n\"3\",\"1\",inf\n"u8.ToArray(),
            bytes => TableFile.Read(new StringReader(Encoding.UTF8.GetString(bytes)), ["speed", "heat"], TableRules.None));

    [Fact]
    public void A_damaged_table_of_groups_loads_or_is_refused() =>
        Run("time,group,\"speed\",heat\r\n1,a,2.5,-3e4\n2,b,,nan\n\"3\",a,\"1\",inf\n"u8.ToArray(),
            bytes => TableFile.Read(new StringReader(Encoding.UTF8.GetString(bytes)), ["speed", "heat"], new("group", "time", 2)));

    [Fact]
    public void A_damaged_schema_loads_or_is_refused() =>
        Run("kind,name,unit,mean,scale\ninput,speed,rpm,1500,200\noutput,life,h,,\n"u8.ToArray(),
            bytes => SchemaFile.Read(new StringReader(Encoding.UTF8.GetString(bytes)), 1, 1));

    static void Run(byte[] original, Action<byte[]> read)
    {
        for (int seed = 0; seed < Mutations; seed++)
        {
            try
            {
                read(Mutate(original, new Random(seed)));
            }
            catch (ModelException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
    }

    static byte[] Mutate(byte[] original, Random random)
    {
        // Bytes that mean something to one of the formats are likelier to reach deep code than random ones.
        ReadOnlySpan<byte> telling = ",\"\n\r'(){}:-+.0129eEnL><\0\xFF"u8;
        var bytes = original.ToList();
        for (int edits = random.Next(1, 5); edits > 0 && bytes.Count > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            byte value = random.Next(2) == 0 ? telling[random.Next(telling.Length)] : (byte)random.Next(256);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = value;
                    break;
                case 1:
                    bytes.Insert(at, value);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.AddRange(bytes[at..]);
                    break;
            }
        }

        return [.. bytes];
    }
}
