namespace EdgeLstm.Generator.Model.Errors;

/// <summary>Every error id of the generator and of the tool, in one place. docs/errors.md explains each; a test compares the two.</summary>
static class ErrorCatalogue
{
    // 001–019: in the IDE, reported by the generator.
    public const string ArtifactNotInProject = "ELSTM001";
    public const string ArtifactUnreadable = "ELSTM002";
    public const string ArtifactTooNew = "ELSTM003";
    public const string ClassNotPartial = "ELSTM004";
    public const string DuplicateClass = "ELSTM005";
    public const string ModelCannotStream = "ELSTM006";
    public const string WeightsVeryLarge = "ELSTM007";
    public const string ClassNestedOrGeneric = "ELSTM008";
    public const string AmbiguousArtifact = "ELSTM009";
    public const string MemberTaken = "ELSTM010";
    public const string LanguageTooOld = "ELSTM011";
    public const string ModelWithoutClass = "ELSTM012";

    // 020–029: building a project, reported by EdgeLstm.Runtime.targets.
    public const string ItemNotAModel = "ELSTM020";
    public const string ItemMissing = "ELSTM021";
    public const string CalibrationNotGiven = "ELSTM022";
    public const string ToolFailed = "ELSTM023";
    public const string ProjectUnsupported = "ELSTM024";
    public const string CrossToolsMissing = "ELSTM025";
    public const string ForwardNotGiven = "ELSTM026";
    public const string SdkTooOld = "ELSTM027";

    // 030–049: the artifact's text.
    public const string ArtifactHash = "ELSTM030";
    public const string ArtifactSyntax = "ELSTM031";
    public const string ArtifactRange = "ELSTM032";

    // 100–149: importing a model.
    public const string NotOnnx = "ELSTM101";
    public const string ModelTooLarge = "ELSTM102";
    public const string UnknownOpset = "ELSTM103";
    public const string UnsupportedOperator = "ELSTM104";
    public const string UnsupportedAttribute = "ELSTM105";
    public const string BadShape = "ELSTM106";
    public const string MissingValue = "ELSTM107";
    public const string ExternalData = "ELSTM108";
    public const string UnsupportedStructure = "ELSTM109";
    public const string UnsupportedType = "ELSTM110";
    public const string NotFinite = "ELSTM111";
    public const string NotRtNeural = "ELSTM112";
    public const string NotKeras = "ELSTM113";
    public const string NotPyTorch = "ELSTM114";
    public const string CodeInFile = "ELSTM115";
    public const string UnclearForward = "ELSTM116";

    // 150–179: data and schema files.
    public const string FileMissing = "ELSTM150";
    public const string BadNpy = "ELSTM151";
    public const string BadCsv = "ELSTM152";
    public const string DataShape = "ELSTM153";
    public const string BadSchema = "ELSTM154";
    public const string CannotWrite = "ELSTM155";
    public const string UnknownModelKind = "ELSTM156";
    public const string UnknownDataKind = "ELSTM157";
    public const string UnclearTime = "ELSTM158";
    public const string FolderNotEmpty = "ELSTM159";
    public const string UnknownOutput = "ELSTM160";
    public const string BadParquet = "ELSTM161";

    // 180–189: quantizing and comparing.
    public const string CalibrationTooSmall = "ELSTM180";
    public const string NotQuantizable = "ELSTM181";
    public const string ModelsDiffer = "ELSTM182";
    public const string RankSavesNothing = "ELSTM183";
    public const string NothingInBudget = "ELSTM184";
    public const string NotTunable = "ELSTM185";
    public const string UnknownLayer = "ELSTM186";
    public const string NothingCompared = "ELSTM187";
    public const string OtherRuntime = "ELSTM188";

    // 190–198: training.
    public const string BadTrainingData = "ELSTM190";
    public const string TooFewWindows = "ELSTM191";
    public const string OneClassOnly = "ELSTM192";
    public const string TrainingDiverged = "ELSTM193";
    public const string CannotResume = "ELSTM194";
    public const string ClassOnlyHeldOut = "ELSTM195";
    public const string UnknownClass = "ELSTM196";

    // 199: a defect of the tool itself.
    public const string Unexpected = "ELSTM199";
}
