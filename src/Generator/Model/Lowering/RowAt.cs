namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>Which of a slot's rows; a single row stands for each.</summary>
enum RowAt
{
    All,

    /// <summary>That of the step which the loop is at.</summary>
    Step,

    First,

    Last,

    /// <summary>
    /// That which stands beside a row of the outputs: of fewer rows than those, the last ones stand at their end, and the first before.
    /// </summary>
    Aligned,
}
