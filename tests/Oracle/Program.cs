using DSoftBus.Tests.Oracle.Runner.Commands;
using DSoftBus.Tests.Oracle.Runner.Kernel;
using DSoftBus.Tests.Oracle.Runner.Stack;

namespace DSoftBus.Tests.Oracle.Runner;

/// <summary>One end of a test's connections: <c>oracle kernel</c> on the sockets of this kernel, <c>oracle stack</c> on our stack over TAP.</summary>
/// <remarks>
/// Commands come on standard input, one per line with a number in front; answers leave on standard output with the same number, as soon
/// as they are there. The end of standard input ends the program: nothing of it outlives the test that started it.
/// </remarks>
internal static class Program
{
    private const int WrongUsage = 2;

    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["kernel"]:
                using (var kernel = new KernelInterpreter())
                    await new CommandPump(Console.In, Console.Out).RunAsync(kernel.RunAsync);
                return 0;
            case ["stack"]:
                StackProgram.Run(Console.In, Console.Out);
                return 0;
            default:
                await Console.Error.WriteLineAsync("usage: oracle kernel|stack\n\nOne end of the connections of tests/Oracle.Tests; commands come on standard input.");
                return WrongUsage;
        }
    }
}
