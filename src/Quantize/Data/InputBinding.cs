using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Reads the files of <c>-i</c>: one for all inputs, or several tables that follow each other; or NAME=FILE for each input of the graph,
/// joined in the model's order.
/// </summary>
static class InputBinding
{
    public static Dataset Load(IReadOnlyList<string> arguments, IReadOnlyList<Channel> inputs, TableRules? rules = null)
    {
        if (arguments.All(argument => Split(argument) is null))
            return Dataset.Load(TablePaths.Expand(arguments), inputs.Count, Names(inputs, 0, inputs.Count), rules);

        var files = new Dictionary<string, string>();
        foreach (string argument in arguments)
        {
            if (Split(argument) is not { } bound)
                throw Bad($"'{argument}' without a name beside {arguments.Count - 1} more", "NAME=FILE for each", "name the inputs");
            if (!files.TryAdd(bound.Name, bound.File))
                throw Bad($"input '{bound.Name}' twice", "it once", "remove one of them");
        }

        var parts = new List<Dataset>();
        for (int at = 0; at < inputs.Count;)
        {
            var (name, count) = Group(inputs, at, files.Keys);
            parts.Add(Dataset.Load(TablePaths.Expand([files[name]]), count, Names(inputs, at, count), rules));
            files.Remove(name);
            at += count;
        }

        if (files.Count > 0)
            throw Bad($"input '{files.Keys.First()}'", $"one of {string.Join(", ", inputs.Take(8).Select(channel => $"'{channel.Name}'"))}",
                "'edgelstm inspect MODEL' lists the inputs");
        return Dataset.Join(parts);
    }

    /// <summary>NAME and FILE, or null where the argument is a file's name, be there an equals sign in it or not.</summary>
    internal static (string Name, string File)? Split(string argument)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals <= 0 || File.Exists(argument) ? null : (argument[..equals], argument[(equals + 1)..]);
    }

    /// <summary>The named graph input at channel <paramref name="at"/>, and over how many channels it goes.</summary>
    static (string Name, int Count) Group(IReadOnlyList<Channel> inputs, int at, IEnumerable<string> names)
    {
        // The longest name, so that "a" does not take the channels of "a_b".
        foreach (string name in names.OrderByDescending(name => name.Length))
        {
            int count = 0;
            while (at + count < inputs.Count && Belongs(inputs[at + count].Name, name))
                count++;
            if (count > 0)
                return (name, count);
        }

        throw Bad($"no file for input '{inputs[at].Name}'", "a NAME=FILE for it", $"add -i {inputs[at].Name}=FILE");
    }

    /// <summary>A graph input of several features has channels NAME[0], NAME.0 or NAME_0.</summary>
    static bool Belongs(string channel, string name)
    {
        if (channel == name)
            return true;
        if (!channel.StartsWith(name, StringComparison.Ordinal) || channel[name.Length] is not ('[' or '.' or '_'))
            return false;
        var index = channel.AsSpan(name.Length + 1).TrimEnd(']');
        return index.Length > 0 && index.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    static string[] Names(IReadOnlyList<Channel> inputs, int start, int count) =>
        inputs.Skip(start).Take(count).Select(channel => channel.Name).ToArray();

    internal static ModelException Bad(string found, string expected, string remedy) =>
        new(ErrorCatalogue.DataShape, found, expected, remedy);
}
