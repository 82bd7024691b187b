namespace EdgeLstm.Quantize.Tests.House;

/// <summary>A folder names those before it and none after: what stands on what can be read off this list.</summary>
public class RoomTests
{
    /// <summary>Each may name itself and those above. A folder's own folders are of its room.</summary>
    static readonly string[] Rooms =
    [
        "Runtime", // the vocabulary, and errors of misuse
        "Runtime/Gates",
        "Runtime/Kernels",
        "Runtime/Layers",
        "Generator/Model",
        "Generator/Emit",
        "Generator/Diagnostics",
        "Generator/Parse",
        "Generator",
        "Quantize/Onnx",
        "Quantize/Graph",
        "Quantize/Data",
        "Quantize/Import",
        "Quantize/Training",
        "Quantize/Reference",
        "Quantize/Passes",
        "Quantize/Evaluation",
        "Quantize/Search",
        "Quantize", // what programs see of it
        "Tool/Reports",
        "Tool/Charts",
        "Tool/Bench",
        "Tool/Commands",
        "Tool",
    ];

    [Fact]
    [Trait("Category", "Slow")] // binds every name of src
    public void No_room_names_one_that_stands_on_it()
    {
        var edges = SourceRooms.Edges();
        Assert.True(edges.Count > 3000, $"{edges.Count} edges: names are not bound");
        Assert.Equal([], edges.Where(edge => Array.IndexOf(Rooms, Room(edge.From)) < Array.IndexOf(Rooms, Room(edge.To))).Order());
        Assert.Equal([], edges.Where(edge => IsRuntime(edge.From) && !IsRuntime(edge.To)).Order());
    }

    [Fact]
    public void Each_source_file_is_in_a_room() =>
        Assert.Equal([], SourceRooms.Files().Where(file => !Rooms.Contains(Room(file))));

    static bool IsRuntime(string file) => file.StartsWith("Runtime/", StringComparison.Ordinal);

    static string Room(string file)
    {
        string[] parts = file.Split('/');
        return parts.Length == 2 ? parts[0] : $"{parts[0]}/{parts[1]}";
    }
}
