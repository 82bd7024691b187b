using System.Collections.Immutable;

namespace EdgeLstm.Generator.Parse;

/// <summary>
/// Finds classes whose generated files would have one name: two parts of one class with the attribute on each, or names that differ only in
/// case, which are one file on some disks.
/// </summary>
static class DuplicateClasses
{
    public static IEnumerable<ClassRequest> Mark(ImmutableArray<ClassRequest> requests, CancellationToken cancellation)
    {
        var first = new Dictionary<string, ClassRequest>(StringComparer.OrdinalIgnoreCase);
        foreach (var request in requests)
        {
            cancellation.ThrowIfCancellationRequested();
            if (first.TryGetValue(request.HintName, out var rival))
                yield return request with { Rival = $"{rival.HintName} with '{rival.Path}'" };
            else
                first.Add(request.HintName, request);
            if (rival is null)
                yield return request;
        }
    }
}
