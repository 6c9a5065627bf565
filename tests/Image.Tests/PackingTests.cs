using System.Diagnostics;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>A stranger's project, outside the checkout, that imports Unikernel.targets by its path.</summary>
public sealed class PackingTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("stranger-");
    private readonly string _folder;

    public PackingTests()
    {
        _folder = Path.Combine(_parent.FullName, "my own program");
        Directory.CreateDirectory(_folder);
    }

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public async Task ADebugBuildUnderAnotherNameWithAPackageRunsAndIsLinkedOnce()
    {
        // What "dotnet new console --aot" sets, and a culture that the guest does not have.
        Write("<AssemblyName>renamed</AssemblyName><PublishAot>true</PublishAot><InvariantGlobalization>false</InvariantGlobalization>",
            """<ItemGroup><PackageReference Include="Konscious.Security.Cryptography.Argon2" Version="1.3.1" /></ItemGroup>""",
            """
            using System.Globalization;
            using Konscious.Security.Cryptography;
            using var hash = new Argon2id([1, 2, 3, 4]) { Salt = new byte[16], Iterations = 1, MemorySize = 64, DegreeOfParallelism = 1 };
            Console.WriteLine($"{Convert.ToHexStringLower(hash.GetBytes(8))} {1234.5.ToString(new CultureInfo("de-DE"))} {args.Length}");
            return 7;
            """);
        string output = await SucceedAsync("publish", "-c", "Debug", "-o", "out");
        Assert.Contains("UNIKERNEL101", output, StringComparison.Ordinal);
        string image = Path.Combine(_folder, "bin", "unikernel", "renamed.elf");
        DateTime linked = File.GetLastWriteTimeUtc(image);
        await SucceedAsync("publish", "-c", "Debug", "-o", "out");
        Assert.Equal(linked, File.GetLastWriteTimeUtc(image));

        var run = GuestRun.BootFile(Path.Combine(_folder, "out", "renamed.elf"), "one two", 64, "max");
        Assert.Equal((GuestRun.StatusOf(0x20 + 7), "c590c915675bf047 1234.5 2\n"), (run.Status, run.Transcript));
    }

    [Theory]
    [InlineData("UNIKERNEL001", "<RuntimeIdentifier>linux-arm64</RuntimeIdentifier>")]
    [InlineData("UNIKERNEL002", "", "-p:OutputType=Library")]
    [InlineData("UNIKERNEL005", "<TargetFramework>net9.0</TargetFramework>")]
    [InlineData("UNIKERNEL001", "", "-r", "linux-musl-x64")]
    [InlineData("UNIKERNEL003", "", "-p:PublishAot=false")]
    [InlineData("UNIKERNEL004", "", "-p:InvariantGlobalization=false")]
    [InlineData("UNIKERNEL006", "<UnikernelMap>a,b.map</UnikernelMap>")]
    public async Task WhatCannotBePackedIsRefusedByName(string code, string properties, params string[] arguments)
    {
        Write(properties, "", "return 0;");
        var (status, output) = await RunAsync(["publish", .. arguments]);
        Assert.NotEqual(0, status);
        string[] errors = [.. output.Split('\n').Where(line => line.Contains("error ", StringComparison.Ordinal)).Distinct()];
        Assert.All(errors, error => Assert.Contains(code, error, StringComparison.Ordinal));
        Assert.NotEmpty(errors);
    }

    [Theory]
    [InlineData("ld.lld", "install -y --no-install-recommends lld ")]
    [InlineData("objcopy", "install -y --no-install-recommends binutils ")]
    [InlineData("gcc", "install -y --no-install-recommends gcc ")]
    public async Task AMissingToolIsNamedWithItsPackage(string tool, string expected)
    {
        Write("", "", "return 0;");
        string tools = Directory.CreateDirectory(Path.Combine(_parent.FullName, "tools")).FullName;
        foreach (string name in new[] { "sh", "gcc", "ld.lld", "objcopy" }.Where(name => name != tool))
            File.CreateSymbolicLink(Path.Combine(tools, name), Find(name));
        var (status, output) = await RunAsync(["msbuild", "-t:CheckUnikernelTools"], tools);
        Assert.NotEqual(0, status);
        Assert.Contains("UNIKERNEL007", output, StringComparison.Ordinal);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    private static string Find(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);

    private void Write(string properties, string items, string source)
    {
        File.WriteAllText(Path.Combine(_folder, "stranger.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                {properties}
              </PropertyGroup>
              {items}
              <Import Project="{RepositoryRoot.File("image", "packing", "Unikernel.targets")}" />
            </Project>
            """);
        File.WriteAllText(Path.Combine(_folder, "Program.cs"), source);
    }

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        var (status, output) = await RunAsync(arguments);
        Assert.True(status == 0, output);
        return output;
    }

    private async Task<(int Status, string Output)> RunAsync(string[] arguments, string? path = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : Find("dotnet"), arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test host's own variables must not reach the build that we start; and no server may outlive it and hold the pipe.
        foreach (string name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        if (path is not null)
            start.Environment["PATH"] = path;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end within {Bound}");
        }

        return (process.ExitCode, await output + await error);
    }
}
