namespace EdgeLstm.Tool.Commands.New;

/// <summary>What a new program is told besides its names and its alarm.</summary>
/// <param name="Window">Samples of a window; null where the state is carried on.</param>
/// <param name="Feed">The folder of packages for nuget.config; null where there is none.</param>
/// <param name="Version">Of EdgeLstm.Runtime.</param>
/// <param name="Sample">Rows to begin with, CSV.</param>
sealed record AppSettings(int? Window, string? Feed, string Version, string Sample);
