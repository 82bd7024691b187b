using System.Text.Json;

namespace EdgeLstm.Package.Tests;

/// <summary>What the package settles for programs compiled ahead of time. Compiling and starting one is CI's, which has a linker.</summary>
[Trait("Category", "Slow")]
public class AheadOfTimeTests(PackedRuntime package) : IClassFixture<PackedRuntime>
{
    const string Artifact = """<EdgeLstmModel Include="models/engine.elstm" />""";

    [Theory]
    [InlineData("<PublishAot>true</PublishAot>", "true")] // starts where there is no libicu
    [InlineData("<PublishAot>true</PublishAot><InvariantGlobalization>false</InvariantGlobalization>", "false")]
    [InlineData("<PublishAot>true</PublishAot><InvariantGlobalization>true</InvariantGlobalization>", "true")]
    [InlineData("", "")]
    public void An_ahead_of_time_program_has_no_cultures_unless_its_project_wants_them(string properties, string invariant)
    {
        var consumer = Project(properties, inRepository: false);

        // Brings the package's files to the project; ahead of time it would ask for the compiler's package, which the test's feed has not.
        consumer.Restore("-p:PublishAot=false");
        Assert.Equal(invariant, Invariant(consumer));
        Assert.Equal(invariant, Invariant(Project(properties, inRepository: true)));
    }

    [Theory]
    [InlineData("net8.0", "x86-x64-v3")]
    [InlineData("net9.0", "x86-x64-v3")]
    [InlineData("net10.0", "x86-64-v3")]
    public void An_x64_program_has_avx2_in_the_words_of_its_compiler(string framework, string instructions) =>
        Assert.Equal(
            instructions,
            Project($"<TargetFramework>{framework}</TargetFramework><PublishAot>true</PublishAot>", inRepository: true)
                .Evaluate("-getProperty:IlcInstructionSet", "-p:RuntimeIdentifier=linux-x64").Trim());

    [Theory]
    [InlineData("clang;llvm;gcc-aarch64-linux-gnu;libc6-dev-arm64-cross")]
    [InlineData("llvm;libc6-dev-arm64-cross", "bin/clang", "usr/lib/gcc-cross/aarch64-linux-gnu/12/crtbegin.o")]
    [InlineData("clang", "bin/llvm-objcopy", "usr/lib/gcc/aarch64-linux-gnu/12/crtbegin.o", "usr/lib/aarch64-linux-gnu/crt1.o")]
    [InlineData(
        "", "bin/clang", "bin/llvm-objcopy", "usr/lib/gcc-cross/aarch64-linux-gnu/12/crtbegin.o", "usr/aarch64-linux-gnu/lib/crt1.o")]
    public void What_a_publish_for_the_board_lacks_is_named_before_anything_is_compiled(string missing, params string[] files)
    {
        string machine = Machine(["etc/debian_version", .. files]);
        var (output, exitCode) = Publish(machine, "linux-arm64");
        if (missing == "")
        {
            Assert.True(exitCode == 0, output);
            return;
        }
        string[] packages = missing.Split(';');
        Assert.True(exitCode != 0, output);
        Assert.Contains(
            $"Plant.csproj : error ELSTM025: found no {string.Join(", no ", packages)} on this x64 machine, "
                + "expected what links a program for linux-arm64; "
                + $"run 'sudo apt install {string.Join(' ', packages)}', or publish on the board",
            output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-arm64", "-p:_EdgeLstmHost=Arm64")] // the board itself
    [InlineData("linux-x64")]
    [InlineData("linux-arm64", "-p:SysRoot=/board")]
    [InlineData("linux-arm64", "-p:CppCompilerAndLinker=aarch64-linux-gnu-gcc")]
    [InlineData("linux-arm64", "-p:PublishAot=false")]
    public void Nobody_is_asked_for_tools_that_he_does_not_need(string rid, params string[] more)
    {
        var (output, exitCode) = Publish(Machine("etc/debian_version"), rid, more);
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("ELSTM025", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_board_needs_the_drivers_packages()
    {
        // What `dotnet run --project examples/raspberrypi` and `dotnet test` restore, from the repository's root.
        string artifacts = Path.Combine(package.Folder, "whole");
        Dotnet.Succeed(Dotnet.Repository, "restore", "EdgeLstm.sln", "--artifacts-path", artifacts);
        string[] restored = Directory.GetFiles(artifacts, "project.assets.json", SearchOption.AllDirectories);
        Assert.Contains(restored, file => Path.GetFileName(Path.GetDirectoryName(file)) == "PumpMonitor");
        Assert.All(restored, file => Assert.DoesNotContain(Libraries(file), name => name.Contains(".Device.", StringComparison.Ordinal)));

        Assert.Empty(Drivers("linux-x64"));
        Assert.Equal(["Iot.Device.Bindings", "System.Device.Gpio"], Drivers("linux-arm64"));
    }

    // What a restore chose, as "name/version".
    static string[] Libraries(string assets)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(assets));
        return [.. file.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name)];
    }

    static string[] Drivers(string rid)
    {
        string[] arguments = ["msbuild", "examples/raspberrypi", "-getItem:PackageReference", $"-p:RuntimeIdentifier={rid}"];
        using var items = JsonDocument.Parse(Dotnet.Succeed(Dotnet.Repository, arguments));
        var references = items.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray();
        return [.. references.Select(item => item.GetProperty("Identity").GetString()!)
            .Where(name => name.Contains(".Device.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    // The property, and what the compiler is told by it.
    static string Invariant(Consumer consumer)
    {
        string text = consumer.Evaluate("-getProperty:InvariantGlobalization", "-getItem:RuntimeHostConfigurationOption");
        using var values = JsonDocument.Parse(text);
        string property = values.RootElement.GetProperty("Properties").GetProperty("InvariantGlobalization").GetString()!;
        var option = values.RootElement.GetProperty("Items").GetProperty("RuntimeHostConfigurationOption").EnumerateArray()
            .Where(item => item.GetProperty("Identity").GetString() == "System.Globalization.Invariant");
        Assert.Equal(property == "" ? [] : [property], option.Select(item => item.GetProperty("Value").GetString()!));
        return property;
    }

    Consumer Project(string properties, bool inRepository) => new(package, Artifact, inRepository: inRepository, properties: properties);

    // A root folder with some files, whose bin is all that the shell finds.
    string Machine(params string[] files)
    {
        string root = Directory.CreateDirectory(Path.Combine(package.Folder, Path.GetRandomFileName())).FullName;
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        File.CreateSymbolicLink(Path.Combine(root, "bin/sh"), "/bin/sh");
        foreach (string file in files)
        {
            string path = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        return root;
    }

    // The target alone, as the native compiler's targets run it: neither a restore nor a compiler is needed to be told.
    (string Output, int ExitCode) Publish(string machine, string rid, params string[] more)
    {
        string folder = Directory.CreateDirectory(Path.Combine(package.Folder, Path.GetRandomFileName())).FullName;
        File.WriteAllText(Path.Combine(folder, "Plant.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Import Project="{Dotnet.Repository}/src/Runtime/buildTransitive/EdgeLstm.Runtime.targets" />
              <Target Name="SetupOSSpecificProps" />
            </Project>
            """);
        string[] board = ["-p:PublishAot=true", $"-p:RuntimeIdentifier={rid}", $"-p:_EdgeLstmRoot={machine}", "-p:_EdgeLstmHost=X64"];
        return Dotnet.RunWithPath(Path.Combine(machine, "bin"), folder, ["msbuild", "-t:SetupOSSpecificProps", .. board, .. more]);
    }
}
