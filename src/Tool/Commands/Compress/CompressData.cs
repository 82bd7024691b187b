using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Search;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>The files that <c>compress</c> was given, as the search takes them, and what is to be said of them.</summary>
static class CompressData
{
    public static SearchData Load(CompressRequest request, Network network, Session session, List<string> notes)
    {
        var rules = request.Table.For(network.Rules, network.Window, maxSamples: TableOptions.CalibrationSamples);
        var data = Read(request.Data);
        notes.AddRange(data.Notes);
        var all = TruthFile.Load(data, request.Truth, "--truth", network);
        Examples? test = request.Test.Count == 0 ? null
            : TruthFile.Load(Read(request.Test), request.TestTruth, "--test-truth", network);
        var parted = SearchData.Of(network, all, test, session.Cancel);
        if (parted.IsEndSetAside)
            notes.Add($"no --test: the last {Size(parted.Test.Data)} of --data are it, and nothing is calibrated on them; 'quantize' would use all, and differ a little");
        if (test is { } given && given.Data.Values.AsSpan().SequenceEqual(data.Values))
            notes.Add("--test has the same samples as --data: the errors on it are of what decided, and no test");
        if (test is not null && request.Truth is not null && request.TestTruth is null)
            notes.Add("no --test-truth: by how much the RMSE against the truth grows on --test is not known, and whether the budget is kept there");
        string what = request.Truth is null ? "error" : "growth of the RMSE against --truth";
        notes.Add(parted.End is { } last
            ? $"chosen by the {what} on the last {Size(last)} of --data, or on those before them where that is larger; reported on {(request.Test.Count > 0 ? "--test" : "what was set aside")}"
            : $"one window cannot be parted: chosen by the {what} on what the models are calibrated on");
        return parted;

        Dataset Read(IReadOnlyList<string> files) =>
            session.Reading(done => InputBinding.Load(files, network.Inputs, rules with { Reading = done }));
    }

    static string Size(Dataset data) => data.Windows == 1 ? $"{data.Steps:N0} samples" : $"{data.Windows:N0} windows";
}
