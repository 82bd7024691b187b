using System.CommandLine;

namespace EdgeLstm.Tool.Commands.New;

/// <summary><c>edgelstm new app</c>: the verb is below.</summary>
sealed class NewCommand : Command
{
    public NewCommand(Session session)
        : base("new", "Writes a program around a model, ready to build.") => Add(new NewAppCommand(session));
}
