using System.Buffers.Binary;
using EdgeLstm.Generator.Model.Errors;
using PureHDF;
using PureHDF.VOL.Native;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>
/// An HDF5 file in memory: its groups and arrays by their paths, and attributes that are texts. Every size is compared with the file's
/// before anything is read, nothing outside of the file is opened, and a damaged file ends in an error of ours.
/// </summary>
sealed class Hdf5File : IDisposable
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A link may lead back to the file's root, so that there is no end but this.</summary>
    const int MaxDepth = 24, MaxObjects = 20_000;

    /// <summary>Axes of an array of weights.</summary>
    const int MaxRank = 5;

    /// <summary>What compressed arrays may grow to: times the file, and a floor for small ones.</summary>
    const int Growth = 16, GrowthFloor = 1 << 20;

    /// <summary>Pieces that a list of names is cut into where it is longer than an attribute may be.</summary>
    const int MaxPieces = 1000;

    readonly string _file;
    readonly long _length;
    readonly NativeFile _hdf5;
    readonly Dictionary<string, IH5Group> _groups = [];
    readonly Dictionary<string, IH5Dataset> _arrays = [];

    /// <param name="file">For messages.</param>
    /// <exception cref="ModelException">ELSTM113: damaged, or it leads to other files.</exception>
    public Hdf5File(byte[] bytes, string file)
    {
        (_file, _length) = (file, bytes.Length);
        if (End(bytes) is { } end && end > bytes.Length)
            throw new ModelException(ErrorCatalogue.NotKeras, $"an HDF5 file cut short, {bytes.Length} of {end} bytes", "a whole file",
                "copy or download it again", file);
        if (Hdf5Bytes.LeadingOut(bytes) is { } outside)
            throw new ModelException(ErrorCatalogue.NotKeras, $"an HDF5 file with {outside}", "a model in one file",
                "save the model again with model.save: other files are not opened", file);
        if (Hdf5Bytes.HasHugeHeap(bytes))
            throw new ModelException(ErrorCatalogue.NotKeras, "an HDF5 file with a heap that is larger than the file", "a whole file",
                "it is damaged: copy or download it again", file);
        _hdf5 = Read("its first block", () => H5File.Open(new MemoryStream(bytes, writable: false), leaveOpen: false));
        try
        {
            Read("its groups", () => Walk(_hdf5, "", 0));
        }
        catch
        {
            _hdf5.Dispose();
            throw;
        }
    }

    /// <summary>Elements of the arrays that were read.</summary>
    public long Elements { get; private set; }

    /// <summary>Paths of the arrays, with slashes.</summary>
    public IEnumerable<string> Arrays => _arrays.Keys;

    public void Dispose() => _hdf5.Dispose();

    public bool HasGroup(string path) => _groups.ContainsKey(path);

    public bool HasArray(string path) => _arrays.ContainsKey(path);

    /// <summary>An attribute that is a text; null where the group has none of the name.</summary>
    public string? Text(string group, string attribute) => Texts(group, attribute) is [var text, ..] ? text : null;

    /// <summary>
    /// A list of names. Keras cuts long ones into pieces with a number behind the attribute's name; of an empty list h5py writes an
    /// empty array of numbers. Null where there is no such attribute.
    /// </summary>
    public string[]? Names(string group, string attribute)
    {
        if (Texts(group, attribute) is { } whole)
            return whole;
        var names = new List<string>();
        int pieces = 0;
        for (; pieces < MaxPieces && Texts(group, $"{attribute}{pieces}") is { } piece; pieces++)
            names.AddRange(piece);
        return pieces == 0 ? null : [.. names];
    }

    /// <summary>Where the file ends by its own word; null where that is not in the usual place.</summary>
    static long? End(ReadOnlySpan<byte> file)
    {
        const int Version = 8;
        if (file.Length < 64)
            return long.MaxValue;
        // Widths of addresses stand in front of them; everybody's are of eight bytes.
        (int width, int at) = file[Version] switch { 0 => (13, 40), 1 => (13, 44), 2 or 3 => (9, 28), _ => (0, 0) };
        long end = width > 0 && file[width] == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(file[at..]) : -1;
        return end < 0 ? null : end;
    }

    /// <summary>An array as float32.</summary>
    /// <exception cref="ModelException">ELSTM106, 110, 111 or 114.</exception>
    public KerasArray Array(string path)
    {
        var array = _arrays[path];
        return Read($"'{path.Short()}'", () =>
        {
            int[] sizes = Sizes(array, path);
            long count = sizes.Aggregate(1L, (product, size) => product * size);
            if (array.Type.Class != H5DataTypeClass.FloatingPoint || array.Type.Size is not (2 or 4 or 8))
                throw new ModelException(ErrorCatalogue.UnsupportedType, $"'{path.Short()}' of {Described(array.Type)}",
                    "float16, float32 or float64", "load the model in Keras with the dtype policy float32 and save it again", _file);
            Elements += count;
            float[] values = count == 0 ? []
                : array.Type.Size == 4 ? array.Read<float[]>()
                : array.Type.Size == 8 ? [.. array.Read<double[]>().Select(value => (float)value)]
                : [.. array.Read<Half[]>().Select(value => (float)value)];
            return new KerasArray(path, sizes, values).RequireFinite(_file);
        });
    }

    /// <summary>The sizes of an array whose values fit the file.</summary>
    int[] Sizes(IH5Dataset array, string path)
    {
        ulong[] sizes = array.Space.Type == H5DataspaceType.Null ? [0] : array.Space.Dimensions;
        if (array.Space.Type == H5DataspaceType.Scalar)
            sizes = [];
        var layout = array.Layout;
        if (layout.Class == H5DataLayoutClass.VirtualStorage)
            throw new ModelException(ErrorCatalogue.NotKeras, $"'{path.Short()}', which is put together of other arrays",
                "arrays of their own", "save the model again with model.save", _file);
        bool chunked = layout.Class == H5DataLayoutClass.Chunked;
        long most = chunked ? Growth * _length + GrowthFloor : _length;
        if (sizes.Length > MaxRank || !Fits(sizes, array.Type.Size, most) || chunked && !Fits(layout.Chunks, array.Type.Size, most))
            throw new ModelException(ErrorCatalogue.BadShape, $"'{path.Short()}' of [{string.Join(", ", sizes.Take(MaxRank))}] elements of "
                + $"{array.Type.Size} bytes in a file of {_length} bytes", "an array that the file holds",
                "the file is damaged or cut short: copy or save it again", _file);
        return [.. sizes.Select(size => (int)size)];
    }

    static bool Fits(ulong[] sizes, int width, long most)
    {
        Int128 bytes = width;
        foreach (ulong size in sizes)
            if (size > int.MaxValue || (bytes *= size) > most)
                return false;
        return width > 0;
    }

    string[]? Texts(string group, string name) => !_groups.TryGetValue(group, out var owner) ? null : Read($"attribute '{name}'", () =>
    {
        if (!owner.AttributeExists(name))
            return null;
        var attribute = owner.Attribute(name);
        if (attribute.Type.Class is not (H5DataTypeClass.String or H5DataTypeClass.VariableLength))
            return [];
        var space = attribute.Space;
        if (!Fits(space.Type == H5DataspaceType.Simple ? space.Dimensions : [], attribute.Type.Size, _length))
            throw new ModelException(ErrorCatalogue.NotKeras, $"attribute '{name}' that is larger than the file", "one that the file holds",
                "the file is damaged or cut short: copy or save it again", _file);
        return space.Type switch
        {
            H5DataspaceType.Null => [],
            H5DataspaceType.Scalar => [attribute.Read<string>()],
            _ => attribute.Read<string[]>(),
        };
    });

    void Walk(IH5Group group, string path, int depth)
    {
        _groups[path] = group;
        foreach (var child in group.Children())
        {
            if (_groups.Count + _arrays.Count > MaxObjects || depth > MaxDepth)
                throw new ModelException(ErrorCatalogue.NotKeras,
                    $"more than {MaxObjects} groups and arrays, or {MaxDepth} in one another, as a link that leads back makes them",
                    "a model's groups", "save the model again with model.save", _file);
            // Written on Windows, a name may have the backslashes of a path.
            string name = child.Name.Replace('\\', '/'), place = path.Length == 0 ? name : $"{path}/{name}";
            if (child is IH5Dataset array)
                _arrays[place] = array;
            else if (child is IH5Group inner)
                Walk(inner, place, depth + 1);
        }
    }

    void Read(string what, Action read) => Read(what, () =>
    {
        read();
        return 0;
    });

    /// <summary>
    /// The package throws what its own arrays and streams throw, and exceptions of no type of their own: of a file that nobody damaged it
    /// throws none but those of features that it does not have.
    /// </summary>
    T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (ModelException or OutOfMemoryException))
        {
            throw new ModelException(ErrorCatalogue.NotKeras, $"an HDF5 file of which {what} cannot be read ({e.Message.Short()})",
                "a whole file, little-endian, with gzip or no compression", "copy it again, or save the model again with model.save",
                _file);
        }
    }

    static string Described(IH5DataType type) => type.Class switch
    {
        H5DataTypeClass.FloatingPoint or H5DataTypeClass.FixedPoint => $"{type.Class} of {type.Size} bytes",
        var other => $"{other}",
    };
}
