namespace EdgeLstm.Quantize.Tests.Shared;

/// <summary>A theory over the shared data; where that is missing the test is a visible skip.</summary>
sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (TestFiles.SharedData is null)
            Skip = "The shared data is not here: set EDGELSTM_SHARED to the folder that data is in.";
    }
}
