namespace EdgeLstm.Tool.Commands.New;

/// <summary>The options of <c>edgelstm new app</c>; what is null is chosen by the model.</summary>
sealed record NewAppRequest(string Model, string Folder)
{
    public string? Name { get; init; }

    /// <summary>The output that rings.</summary>
    public string? Watch { get; init; }

    public double? Above { get; init; }

    public double? Below { get; init; }

    /// <summary>Samples that each answer is made of.</summary>
    public int? Window { get; init; }

    /// <summary>The state is carried on.</summary>
    public bool Stream { get; init; }

    /// <summary>A folder of packages.</summary>
    public string? Feed { get; init; }

    public bool Force { get; init; }
}
