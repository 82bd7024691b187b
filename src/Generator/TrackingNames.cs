namespace EdgeLstm.Generator;

/// <summary>The pipeline's steps, by the names under which tests watch them.</summary>
static class TrackingNames
{
    /// <summary>Additional files that are models, unparsed.</summary>
    public const string Texts = nameof(Texts);

    /// <summary>Parsed models.</summary>
    public const string Files = nameof(Files);

    /// <summary>Classes with the attribute.</summary>
    public const string Requests = nameof(Requests);

    /// <summary>The same, knowing of each other.</summary>
    public const string Classes = nameof(Classes);

    /// <summary>Classes with their models, or with what is wrong.</summary>
    public const string Plans = nameof(Plans);

    /// <summary>What is written.</summary>
    public const string Emissions = nameof(Emissions);

    public const string FileProblems = nameof(FileProblems);

    public const string ClassProblems = nameof(ClassProblems);

    public const string ProjectProblem = nameof(ProjectProblem);

    public static readonly string[] All = [Texts, Files, Requests, Classes, Plans, Emissions, FileProblems, ClassProblems, ProjectProblem];
}
