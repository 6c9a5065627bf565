using DSoftBus.Tests.Metal.Runner;
using Xunit;

namespace DSoftBus.Tests.Metal;

/// <summary>The generator on small projects: what it writes compiles, runs as the host's runner would, and leaves out by rule.</summary>
public sealed class DiscoveryTests
{
    [Fact]
    public async Task ACaseMakesTheClassInitialisesCallsAndDisposes()
    {
        var project = SmallProject.Compile(
            """
            public sealed class Life : IAsyncLifetime, IDisposable
            {
                public static readonly List<string> Log = [];
                public Life() => Log.Add("make");
                public Task InitializeAsync() { Log.Add("initialise"); return Task.CompletedTask; }
                public Task DisposeAsync() { Log.Add("dispose later"); return Task.CompletedTask; }
                public void Dispose() => Log.Add("dispose");
                [Fact] public async Task Runs() { await Task.Yield(); Log.Add("run"); throw new FormatException(); }
            }
            """);
        var test = Assert.Single(project.List.Cases);
        Assert.Equal("Small.Life.Runs", test.Name);
        await Assert.ThrowsAsync<FormatException>(async () => await test.Body());
        Assert.Equal(["make", "initialise", "run", "dispose later", "dispose"], project.Log("Small.Life"));
    }

    [Fact]
    public async Task RowsCarryTheirValues()
    {
        var project = SmallProject.Compile(
            """
            public class Rows
            {
                public static readonly List<string> Log = [];
                public static IEnumerable<object[]> Data => [[7], [8]];
                public static TheoryData<int> Under(int least) => [least, least + 1];
                [Theory]
                [InlineData(1, "a\n\"", DayOfWeek.Monday, null, 2.5)]
                [InlineData(-1, "{}", (DayOfWeek)9, typeof(Dictionary<string, int>), double.NaN)]
                public void All(byte? number, string text, DayOfWeek day, Type type, object any) => Log.Add($"{number} {text} {day} {type} {any}");
                [Theory, InlineData("x"), InlineData("x", 1, 2)] public void Many(string first, params int[] rest) => Log.Add($"{first}{rest.Length}");
                [Theory, MemberData(nameof(Data)), MemberData(nameof(Under), 3)] public static ValueTask<int> Given(long value) { Log.Add($"{value}"); return new(0); }
            }
            """.Replace("(-1,", "(1,", StringComparison.Ordinal));
        Assert.Empty(project.List.LeftOut);
        foreach (var test in project.List.Cases.Where(test => !test.Name.Contains("Given", StringComparison.Ordinal)))
            await test.Body();
        Assert.Equal(["1 a\n\" Monday  2.5", "1 {} 9 System.Collections.Generic.Dictionary`2[System.String,System.Int32] NaN", "x0", "x2"], project.Log("Small.Rows"));
        Assert.Equal(
            ["Small.Rows.Given(value: 7)", "Small.Rows.Given(value: 8)", "Small.Rows.Given(value: 3)", "Small.Rows.Given(value: 4)"],
            project.List.Cases.Select(test => test.Name).Where(name => name.Contains("Given", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[Fact] public void T() => System.IO.File.ReadAllText(\"x\");", LeftOutKind.File)]
    [InlineData("[Fact] public void T() => DSoftBus.Tests.Support.Golden.Match(\"a\", \"b\");", LeftOutKind.Snapshot)]
    [InlineData("[Fact] public void T() => new System.Net.Sockets.TcpClient();", LeftOutKind.Socket)]
    [InlineData("[Fact] public void T() => System.Security.Cryptography.SHA256.HashData(new byte[1]);", LeftOutKind.Cryptography)]
    [InlineData("[Fact] public void T() => Inner(); static void Inner() => System.Diagnostics.Process.Start(\"x\");", LeftOutKind.Process)]
    [InlineData("static readonly string Text = System.IO.File.ReadAllText(\"x\"); [Fact] public void T() { }", LeftOutKind.File)]
    [InlineData("readonly Reader _reader = new(); [Fact] public void T() { }", LeftOutKind.File)]
    [InlineData("public static TheoryData<string> Data => [System.IO.Directory.GetCurrentDirectory()]; [Theory, MemberData(nameof(Data))] public void T(string s) { }", LeftOutKind.File)]
    [InlineData("[Fact] public void T() => Call(new Reader()); static void Call(IReads reader) => reader.Read();", LeftOutKind.File)]
    [InlineData("[Fact] public void T() { var x = Loader.Value; }", LeftOutKind.File)]
    [InlineData("[Fact, DSoftBus.Tests.Metal.Runner.HostOnly(\"because\")] public void T() { }", LeftOutKind.Marked)]
    [InlineData("[Fact(Skip = \"later\")] public void T() { }", LeftOutKind.Skipped)]
    [InlineData("[Fact] public async void T() => await Task.Yield();", LeftOutKind.Shape)]
    [InlineData("public Sut(string name) { } [Fact] public void T() { }", LeftOutKind.Shape)]
    [InlineData("[Theory, ClassData(typeof(List<object[]>))] public void T(int x) { }", LeftOutKind.Shape)]
    public void WhatTheBareMachineHasNotStaysOnTheHost(string members, LeftOutKind kind)
    {
        var project = SmallProject.Compile(
            $$"""
            public interface IReads { void Read(); }
            public sealed class Reader : IReads { public void Read() => new System.IO.FileInfo("x").OpenRead(); }
            public static class Loader { public static readonly int Value = System.IO.File.ReadAllBytes("x").Length; public static int Other() => 1; }
            public sealed class Sut { {{members}} }
            """);
        var left = Assert.Single(project.List.LeftOut);
        Assert.Equal((kind, "Small.Sut.T"), (left.Kind, left.Name));
        Assert.NotEqual("", left.Reason);
        Assert.Empty(project.List.Cases);
    }

    [Fact]
    public void WhatIsHarmlessGoesToTheGuest()
    {
        var project = SmallProject.Compile(
            """
            public static class Reads { public static string All() => System.IO.File.ReadAllText("x"); }
            public sealed class Sut
            {
                [Fact] public void Path() => System.IO.Path.Combine("a", "b");
                [Fact] public void Memory() { using var stream = new System.IO.MemoryStream(); }
                [Fact] public void Fixed() => System.Security.Cryptography.CryptographicOperations.ZeroMemory(new byte[1]);
            }
            """);
        Assert.Empty(project.List.LeftOut);
        Assert.Equal(3, project.List.Cases.Count);
    }
}
