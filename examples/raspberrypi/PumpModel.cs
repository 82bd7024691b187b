namespace PumpMonitor;

// The generator fills this class from models/pump.elstm while the project builds: weights as read-only data, the state as a struct,
// and a Step that allocates nothing. The lead-in attribute is added together with the generator reference.
public sealed partial class PumpModel;
