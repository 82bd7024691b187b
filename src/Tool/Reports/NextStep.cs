namespace EdgeLstm.Tool.Reports;

/// <summary>Where every way ends: in a program. For the last lines of reports.</summary>
static class NextStep
{
    /// <summary>The command that writes a program around an artifact.</summary>
    public static string NewApp(string artifact)
    {
        string stem = Path.GetFileNameWithoutExtension(artifact);
        return $"next: 'edgelstm new app {Shell.Word(artifact)} -o {Shell.Word($"{stem}-app")}' writes a program around it, "
            + $"or <EdgeLstmModel Include=\"{Path.GetFileName(artifact)}\" /> in a project file of yours";
    }
}
