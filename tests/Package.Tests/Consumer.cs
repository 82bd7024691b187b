using EdgeLstm.Generator.Tests.Models;

namespace EdgeLstm.Package.Tests;

/// <summary>A user's project, far from this repository, that has nothing but the package.</summary>
sealed class Consumer
{
    readonly string _folder;

    /// <param name="package">The package to reference.</param>
    /// <param name="items">The project's items.</param>
    /// <param name="path">The attribute's path.</param>
    /// <param name="inRepository">Takes the repository's projects in place of the package, by the one line that its examples have.</param>
    /// <param name="properties">More properties of the project.</param>
    /// <param name="project">The project's file.</param>
    /// <param name="onlyTheFeed">
    /// False where the project needs more than the package and the SDK have: another framework's reference pack.
    /// </param>
    public Consumer(
        PackedRuntime package, string items, string path = "models/engine.elstm", bool inRepository = false, string properties = "",
        string project = "Plant.csproj", bool onlyTheFeed = true)
        : this(package.Folder, package.Feed, package.Version, items, path, inRepository, properties, project, onlyTheFeed)
    {
    }

    /// <param name="above">The folder for the project's own.</param>
    /// <param name="feed">Where the package is.</param>
    /// <param name="version">Its version.</param>
    public Consumer(
        string above, string feed, string version, string items, string path = "models/engine.elstm", bool inRepository = false,
        string properties = "", string project = "Plant.csproj", bool onlyTheFeed = true)
    {
        string reference = inRepository
            ? $"""<Import Project="{Dotnet.Repository}/src/Runtime/build/EdgeLstm.InRepo.props" />"""
            : $"""<ItemGroup><PackageReference Include="EdgeLstm.Runtime" Version="{version}" /></ItemGroup>""";
        _folder = Directory.CreateDirectory(Path.Combine(above, Path.GetRandomFileName())).FullName;

        // The test's feed alone, and packages unpacked beside it: nothing is downloaded, unless it has to be, and nothing is left behind.
        if (!inRepository)
            Write("nuget.config", $"""
                <configuration>
                  <packageSources>{(onlyTheFeed ? "<clear />" : "")}<add key="test" value="{feed}" /></packageSources>
                  <config><add key="globalPackagesFolder" value="packages" /></config>
                </configuration>
                """);
        Write(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {properties}
              </PropertyGroup>
              {reference}
              <ItemGroup>
                {items}
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", $$"""
            var engine = new Plant.Engine();
            var output = new float[Plant.Engine.OutputCount];
            for (int t = 0; t < 3; t++)
                engine.Step([0.5f * t, 1f, -2f], output);
            System.Console.WriteLine($"{Plant.Engine.ModelName} {engine.CurrentState.Steps} {float.IsFinite(output[0])} {Plant.Engine.SourceFile}");

            namespace Plant
            {
                [EdgeLstm.EdgeLstmModel("{{path}}")] public sealed partial class Engine;
            }
            """);
        Write("models/engine.elstm", ModelBuilder.Text(Scheme.Int8x16));
    }

    public void Write(string file, string text)
    {
        string path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public string Run(params string[] more) => Dotnet.Succeed(_folder, ["run", .. more]);

    public string Restore(params string[] more) => Dotnet.Succeed(_folder, ["restore", .. more]);

    public string Build(params string[] more) => Dotnet.Succeed(_folder, ["build", .. more]);

    /// <returns>What MSBuild's -getProperty and -getItem print: one object.</returns>
    public string Evaluate(params string[] what) => Dotnet.Succeed(_folder, ["msbuild", .. what]);

    public string FailToBuild(params string[] more)
    {
        var (output, exitCode) = Dotnet.Run(_folder, ["build", .. more]);
        Assert.True(exitCode != 0, output);
        return output;
    }

    public (string Output, int ExitCode) Try(params string[] arguments) => Dotnet.Run(_folder, arguments);

    public bool Has(string file) => File.Exists(Path.Combine(_folder, file));

    public string Read(string file) => File.ReadAllText(Path.Combine(_folder, file));
}
