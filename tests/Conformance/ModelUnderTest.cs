namespace EdgeLstm.Conformance;

/// <summary>The generated class of whatever artifact the build was given; see run.sh.</summary>
[EdgeLstmModel("conformance.elstm")]
public sealed partial class ModelUnderTest;
