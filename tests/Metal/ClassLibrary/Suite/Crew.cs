namespace DSoftBus.Tests.Metal.ClassLibrary.Suite;

/// <summary>Several threads that do the same at the same time.</summary>
internal static class Crew
{
    /// <summary>Starts <paramref name="count"/> threads, lets them begin together, and waits for all of them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="work">Gets the number of the thread, from 0; must not throw.</param>
    public static void Run(int count, Action<int> work)
    {
        using var begin = new Barrier(count);
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int number = i;
            threads[i] = new Thread(() =>
            {
                begin.SignalAndWait();
                work(number);
            });
            threads[i].Start();
        }

        foreach (var thread in threads)
            thread.Join();
    }
}
