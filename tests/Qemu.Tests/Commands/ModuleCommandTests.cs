using System.Text.Json.Nodes;
using DSoftBus.Qemu;
using Xunit;

namespace DSoftBus.Tests.Qemu.Commands;

/// <summary><c>softbus module</c>: what it makes it lists, and what it cannot make or read it explains.</summary>
public sealed class ModuleCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("module-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task WhatItMakesItLists()
    {
        string first = Write("first.bin", new byte[300]), second = Write("second.txt", "hello"u8.ToArray()), module = PathOf("new/boot.module");
        var (status, output, _) = await RunAsync("module", "--out", module, $"identity={first}", $"note.txt={second}");
        Assert.Equal((0, 3), (status, output.TrimEnd().Split('\n').Length));
        (status, string listed, _) = await RunAsync("module", "--list", module);
        Assert.Equal((0, output), (status, listed));
        (status, string json, _) = await RunAsync("module", "--list", module, "--json");
        JsonNode document = JsonNode.Parse(json)!;
        Assert.Equal(0, status);
        Assert.Equal(["identity", "note.txt"], document["entries"]!.AsArray().Select(entry => (string)entry!["name"]!));
        Assert.Equal([300, 5], document["entries"]!.AsArray().Select(entry => (int)entry!["bytes"]!));
        Assert.Null(document["problem"]);
    }

    [Fact]
    public async Task NamesWhatIsWrongWithAModule()
    {
        string module = PathOf("boot.module");
        await RunAsync("module", "--out", module, $"a={Write("a", new byte[10])}");
        byte[] bytes = File.ReadAllBytes(module);
        bytes[25] ^= 1;
        File.WriteAllBytes(module, bytes);
        var (status, _, error) = await RunAsync("module", "--list", module);
        Assert.Equal((1, $"error: {module} is no boot module: Damaged: its digest does not match its bytes.\n"), (status, error));
        (status, string json, _) = await RunAsync("module", "--list", module, "--json");
        Assert.Equal((1, "Damaged"), (status, (string?)JsonNode.Parse(json)!["problem"]));
        (status, _, error) = await RunAsync("boot", "--module", module);
        Assert.Equal((2, $"error: {module} is no boot module: Damaged: its digest does not match its bytes.\n"), (status, error));
    }

    [Theory]
    [InlineData("give either --out FILE with NAME=FILE arguments, or --list FILE")]
    [InlineData("give either", "--list", "x", "a=b")]
    [InlineData("give either", "--list", "x", "--out", "y")]
    [InlineData("there is no file /nowhere/x", "--list", "/nowhere/x")]
    [InlineData("there is no file /nowhere/x", "--out", "y", "a=/nowhere/x")]
    [InlineData("'/nowhere/x' is not NAME=FILE", "--out", "y", "/nowhere/x")]
    [InlineData("'Big=/dev/null' is not NAME=FILE", "--out", "y", "Big=/dev/null")]
    [InlineData("no module can be made of these files", "--out", "y", "a=/dev/null", "a=/dev/null")]
    public async Task WrongArgumentsAreExplained(string expected, params string[] arguments)
    {
        var (status, output, error) = await RunAsync(["module", .. arguments]);
        Assert.Equal((2, ""), (status, output));
        Assert.StartsWith("error: " + expected, error, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int status = await Program.RunAsync(arguments, output, error);
        return (status, output.ToString(), error.ToString());
    }
}
