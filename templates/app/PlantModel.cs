using EdgeLstm;

namespace PlantSpace;

/// <summary>The model; the other part of the class is generated while the project builds.</summary>
[EdgeLstmModel("plant.elstm")]
public sealed partial class PlantModel;
