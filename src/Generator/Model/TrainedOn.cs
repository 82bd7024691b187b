namespace EdgeLstm.Generator.Model;

/// <summary>What a model saw at a time when it was trained, and so what it does well on.</summary>
enum TrainedOn
{
    /// <summary>The file does not say.</summary>
    Unknown,

    /// <summary>Windows of one length, each from reset.</summary>
    Windows,

    /// <summary>Streams, with the state carried on.</summary>
    Stream,
}
