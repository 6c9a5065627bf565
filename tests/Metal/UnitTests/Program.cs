// The unit tests of runtime, net and softbus as a guest: the same assemblies that the host's runner loads.
using DSoftBus.Tests.Metal.Runner;
using DSoftBus.Tests.Metal.UnitTests;

const int Passed = 0, Failed = 1, BadWord = 2, Hung = 3;

if (RunWords.Parse(args, out string problem) is not { } words)
{
    Console.WriteLine($"guest tests: {problem}");
    return BadWord;
}

var list = new TestList();
DSoftBus.Tests.Runtime.GuestTests.List(list);
DSoftBus.Tests.Net.GuestTests.List(list);
DSoftBus.Tests.Softbus.GuestTests.List(list);
Provoked.List(list, args);
using var serial = Console.OpenStandardOutput();
return new CaseRunner(new FrameWriter(serial), words, static () => Environment.Exit(Hung)).Run(list) ? Passed : Failed;
