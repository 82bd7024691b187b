using EdgeLstm;

namespace PumpMonitor;

/// <summary>
/// The generator fills this class from models/pump.elstm while the project builds: weights as read-only data, the state as a struct, and
/// a Step that allocates nothing. <c>edgelstm codegen models/pump.elstm -o generated</c> writes the same text to read.
/// </summary>
[EdgeLstmModel("models/pump.elstm", Streaming = true)]
public sealed partial class PumpModel;
