namespace DSoftBus.Tests.Metal.Benchmarks;

/// <summary>What a booted machine is measured with. The same object code runs on the kernel shim and on a Linux kernel.</summary>
/// <remarks>
/// Words of the command line, exactly one of the first three: <c>hello</c> prints one line; <c>idle=SECONDS</c> sleeps that long
/// between two lines; <c>rounds=N</c> measures everything N times over. With <c>poweroff</c> the program is the first process of
/// a Linux kernel and switches the machine off at the end; the shim does so by itself.
/// Lines: <c>bench: hello</c>, <c>bench: idle</c>, <c>bench: KEY VALUE...</c>, and last <c>bench: end</c>.
/// </remarks>
internal static class Program
{
    private const string IdleWord = "idle=";
    private const string RoundsWord = "rounds=";
    private const int WrongWords = 2;

    private static int Main(string[] words)
    {
        int status = Run(words);
        if (words.Contains("poweroff"))
            Kernel.PowerOff();
        return status;
    }

    private static int Run(string[] words)
    {
        if (words.Contains("hello"))
        {
            Console.WriteLine("bench: hello");
            return 0;
        }

        if (NumberOf(words, IdleWord) is { } seconds)
        {
            Console.WriteLine("bench: idle");
            Thread.Sleep(TimeSpan.FromSeconds(seconds));
        }
        else if (NumberOf(words, RoundsWord) is { } rounds)
        {
            Suite.Run(rounds);
        }
        else
        {
            Console.WriteLine($"bench: what to do? One word of: hello, {IdleWord}SECONDS, {RoundsWord}N");
            return WrongWords;
        }

        Console.WriteLine("bench: end");
        return 0;
    }

    private static int? NumberOf(string[] words, string start)
    {
        string? word = Array.Find(words, word => word.StartsWith(start, StringComparison.Ordinal));
        return word is not null && int.TryParse(word.AsSpan(start.Length), out int number) && number is > 0 and <= 1000 ? number : null;
    }
}
