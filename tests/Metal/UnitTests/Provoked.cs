using DSoftBus.Tests.Metal.Runner;

namespace DSoftBus.Tests.Metal.UnitTests;

/// <summary>
/// Tests that go wrong on purpose, on the list only under the word <c>softbus.provoke</c>: they show that a failure, a hang and a
/// death on the bare machine reach the report.
/// </summary>
internal static class Provoked
{
    private const string Word = "softbus.provoke";

    public static void List(TestList list, string[] words)
    {
        if (!words.Contains(Word))
            return;
        list.Add("Provoked.Passes", static () => default);
        list.Add("Provoked.Fails", static () => throw new InvalidOperationException("as asked"));
        list.Add("Provoked.WaitsForEver", static () => new ValueTask(new TaskCompletionSource().Task));
        list.Add("Provoked.SpinsForEver", Spin);
        list.Add("Provoked.Dies", Die);
    }

    private static ValueTask Spin()
    {
        ulong turns = 0;
        while (Environment.TickCount64 >= 0)
            turns++;
        throw new InvalidOperationException($"time ran backwards after {turns} turns");
    }

    // Without end: the guard page under the stack ends the program.
    private static ValueTask Die() => Deeper(1) == 0 ? default : throw new InvalidOperationException("the stack has no end");

    private static int Deeper(int depth) => Deeper(depth + 1) + depth;
}
