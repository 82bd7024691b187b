using System.Buffers.Binary;
using System.Text;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Tests.Data;

public class NpyFileTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(2, 3)]
    [InlineData(2, 3, 5)]
    public void What_is_written_reads_back_the_same(params int[] shape)
    {
        var values = Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => i * 0.25f - 1).ToArray();
        values[0] = float.NaN;
        using var stream = new MemoryStream();
        NpyFile.Write(stream, shape, values);
        stream.Position = 0;
        var read = NpyFile.Read(stream);
        Assert.Equal(shape, read.Shape);
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), read.Values.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Values_begin_on_a_64_byte_boundary_as_numpy_writes_them()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, [1], [1f]);
        Assert.Equal(0, (stream.Length - sizeof(float)) % 64);
    }

    [Theory]
    [InlineData("<f8", 1)]
    [InlineData("<f4", 2)]
    [InlineData("<i4", 3)]
    [InlineData("<i8", 1)]
    public void Every_element_type_and_version_becomes_float32(string descr, byte version)
    {
        var bytes = File(Header(descr, "(2,)"), [.. Element(descr, 3), .. Element(descr, -7)], version);
        Assert.Equal([3f, -7f], NpyFile.Read(new MemoryStream(bytes)).Values);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", "fortran_order")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "big-endian")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }", "'<f2'")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "structured")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "0 dimensions")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1), }", "4 dimensions")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "-1")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "4 bytes of values for shape [2], expected 8 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647), }", "at most")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "shape")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "'descr'")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } import os", "the end of the header")]
    [InlineData("", "'{'")]
    public void A_header_that_is_not_taken_is_refused_by_name(string header, string words)
    {
        var error = Assert.Throws<ModelException>(() => NpyFile.Read(new MemoryStream(File(header, new byte[4]))));
        Assert.Equal(ErrorCatalogue.BadNpy, error.Id);
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public void A_header_that_promises_much_allocates_nothing()
    {
        var bytes = File(Header("<f8", "(500000000, 4)"), new byte[8]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelException>(() => NpyFile.Read(new MemoryStream(bytes)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no such file", Assert.Throws<ModelException>(() => NpyFile.Read(folder["none.npy"])).Message);
        Assert.Contains("a directory", Assert.Throws<ModelException>(() => NpyFile.Read(folder["."])).Message);
    }

    [Fact]
    public void A_file_is_replaced_whole_and_leaves_no_temporary_behind()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("out.npy", "old");
        NpyFile.Write(path, [2], [1f, 2f]);
        Assert.Equal([1f, 2f], NpyFile.Read(path).Values);
        using (var abandoned = AtomicFile.Create(path))
            abandoned.Stream.WriteByte(0);
        Assert.Equal([1f, 2f], NpyFile.Read(path).Values);
        Assert.Equal(["out.npy"], folder.Names);
    }

    internal static string Header(string descr, string shape) => $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}";

    internal static byte[] File(string header, byte[] values, byte version = 1)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. values];
    }

    static byte[] Element(string descr, int value) => descr switch
    {
        "<f4" => BitConverter.GetBytes((float)value),
        "<f8" => BitConverter.GetBytes((double)value),
        "<i4" => BitConverter.GetBytes(value),
        _ => BitConverter.GetBytes((long)value),
    };
}
