using DSoftBus.Fuzz;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Fuzz;

/// <summary>Every target over its committed corpus, past crashers included, and over a fixed number of changed inputs: the same ones every time.</summary>
public sealed class FuzzTargetTests
{
    private const int Seed = 20;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_corpus_breaks_nothing(string name)
    {
        var corpus = Corpus(name);
        Assert.NotEmpty(corpus);
        foreach (var (file, input) in corpus)
        {
            var cause = Record.Exception(() => FuzzTargets.Find(name)!.Run(input));
            Assert.True(cause is null, $"{file}: {cause}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Changed_inputs_break_nothing(string name)
    {
        var target = FuzzTargets.Find(name)!;
        var corpus = Corpus(name).Select(member => member.Input).ToList();
        var random = new Random(Seed);
        int count = name is "stack-input" or "tcp-input" ? 1_000 : 20_000;
        for (int i = 0; i < count; i++)
        {
            byte[] input = BlindRun.Next(corpus, random);
            var cause = Record.Exception(() => target.Run(input));
            Assert.True(cause is null, $"input {i} of seed {Seed}, {Convert.ToHexStringLower(input)}: {cause}");
        }
    }

    [Fact]
    public void Each_target_has_a_corpus_and_each_corpus_a_target()
    {
        var folders = Directory.GetDirectories(RepositoryRoot.File("tests", "Fuzz", "corpus")).Select(Path.GetFileName);
        Assert.Equal(FuzzTargets.All.Select(target => target.Name).Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal)!);
    }

    /// <summary>The run that stands in for afl-fuzz finds what is there, and gives the input that shows it.</summary>
    [Fact]
    public void A_blind_run_finds_a_planted_bug()
    {
        var (_, crash, cause) = BlindRun.Run(new Planted(), [[1, 2, 3, 4, 5, 6, 7, 8]], TimeSpan.FromMinutes(1), Seed);
        Assert.IsType<FuzzFailureException>(cause);
        Assert.Throws<FuzzFailureException>(() => new Planted().Run(crash));
    }

    private static List<(string File, byte[] Input)> Corpus(string name) =>
        [.. Directory.GetFiles(RepositoryRoot.File("tests", "Fuzz", "corpus", name)).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))];

    private sealed class Planted : IFuzzTarget
    {
        public string Name => "planted";

        public void Run(ReadOnlySpan<byte> input) => FuzzFailureException.Unless(input.Length < 5 || input[2] != 3 || input[4] != 0xff, "planted");
    }
}
