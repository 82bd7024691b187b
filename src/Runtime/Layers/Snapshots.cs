using System.Buffers.Binary;
using System.ComponentModel;

namespace EdgeLstm.Layers;

/// <summary>What stands in front of a saved state or window: 16 bytes that name the model, and 8 that are a checksum of the rest.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public static class Snapshots
{
    /// <summary>Bytes in front of the content.</summary>
    public const int Header = 24;

    const int Name = 16;

    /// <summary>Where the content goes.</summary>
    /// <param name="snapshot">The buffer.</param>
    /// <param name="bytes">Of a snapshot, with its header.</param>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public static Span<byte> Content(Span<byte> snapshot, int bytes) => snapshot.Length >= bytes ? snapshot[Header..bytes]
        : throw new ArgumentException($"The buffer has {snapshot.Length} bytes, expected at least {bytes}.", nameof(snapshot));

    /// <summary>Writes the header, once the content is written.</summary>
    /// <param name="snapshot">The buffer.</param>
    /// <param name="bytes">Of a snapshot, with its header.</param>
    /// <param name="model">16 bytes.</param>
    public static void Seal(Span<byte> snapshot, int bytes, ReadOnlySpan<byte> model)
    {
        model.CopyTo(snapshot);
        BinaryPrimitives.WriteUInt64LittleEndian(snapshot[Name..], Checksum(snapshot[Header..bytes]));
    }

    /// <summary>Whether a snapshot is whole, and this model's. Allocates nothing.</summary>
    /// <param name="snapshot">What was read.</param>
    /// <param name="bytes">Of a snapshot, with its header.</param>
    /// <param name="model">16 bytes.</param>
    public static RestoreResult Check(ReadOnlySpan<byte> snapshot, int bytes, ReadOnlySpan<byte> model) =>
        snapshot.Length < bytes ? RestoreResult.TooShort
        : !snapshot[..Name].SequenceEqual(model) ? RestoreResult.OtherModel
        : BinaryPrimitives.ReadUInt64LittleEndian(snapshot[Name..]) != Checksum(snapshot[Header..bytes]) ? RestoreResult.Damaged
        : RestoreResult.Restored;

    /// <summary>The same in words.</summary>
    /// <param name="result">Anything but <see cref="RestoreResult.Restored"/>.</param>
    /// <param name="found">Bytes of what was read.</param>
    /// <param name="bytes">Of a snapshot.</param>
    /// <param name="model">The model's name and hash.</param>
    public static ArgumentException Refused(RestoreResult result, int found, int bytes, string model) => new(result switch
    {
        RestoreResult.TooShort => $"The snapshot has {found} bytes, expected at least {bytes}.",
        RestoreResult.OtherModel => $"The snapshot is of another model, expected one of {model}.",
        RestoreResult.OtherWindow => "The snapshot is of a window of another length, expected one of as many samples as this.",
        _ => "The snapshot is damaged: its checksum is not that of its bytes. Begin with a reset state.",
    }, "snapshot");

    /// <summary>FNV-1a of 64 bits: any change of a single byte is seen, and others but for one in 2^64.</summary>
    static ulong Checksum(ReadOnlySpan<byte> content)
    {
        ulong hash = 14695981039346656037;
        foreach (byte value in content)
            hash = (hash ^ value) * 1099511628211;
        return hash;
    }
}
