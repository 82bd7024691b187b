namespace EdgeLstm.Quantize.Tests.Shared;

/// <summary>A test over the shared data; where that is missing the test is a visible skip.</summary>
sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (TestFiles.SharedData is null)
            Skip = "The shared data is not here: set EDGELSTM_SHARED to the folder that data is in.";
    }
}
