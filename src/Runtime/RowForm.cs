namespace EdgeLstm;

/// <summary>How the weights of a gate's rows are stored. Unpacked, each is an int8: a level times the row's step.</summary>
public enum RowForm
{
    /// <summary>A byte each.</summary>
    Int8,

    /// <summary>Levels −7 … 7, two to a byte.</summary>
    Int4,

    /// <summary>Levels −2 … 2, 27 to eight bytes: 2.37 bits each (Li et al. 2018: rounded to multiples of r, clipped at 2r).</summary>
    Five,

    /// <summary>Levels −1 … 1, 40 to eight bytes: 1.6 bits each.</summary>
    Three,
}
