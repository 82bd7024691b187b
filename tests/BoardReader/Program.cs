using EdgeLstm;
using EdgeLstm.Generator.Model;

// board-reader FILE.elstm: what a board's program finds in an artifact.
if (args.Length != 1)
{
    Console.Error.WriteLine("board-reader FILE.elstm");
    return 2;
}

try
{
    var model = ArtifactReader.Read(File.ReadAllText(args[0]));
    Console.WriteLine(model.Name);
    foreach (var input in model.Inputs)
        Console.WriteLine($"{input.Name} [{input.Unit}]");
    Console.WriteLine(model.Sha256);
    return 0;
}
catch (ModelException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
