using System.Collections.Concurrent;

namespace DSoftBus.Tests.Metal.ClassLibrary.Finalizers;

/// <summary>Counts the objects whose finalizers ran.</summary>
internal sealed class Obituary
{
    private readonly ConcurrentDictionary<int, int> _numbers = [];
    private readonly ConcurrentDictionary<int, int> _threads = [];
    private readonly ConcurrentQueue<string> _words = [];
    private int _count;

    /// <summary>Milliseconds that each finalizer takes.</summary>
    public int Delay { get; init; }

    /// <summary>Whether finalizers allocate and collect.</summary>
    public bool Allocates { get; init; }

    public int Count => Volatile.Read(ref _count);

    public int Distinct => _numbers.Count;

    /// <summary>Threads on which finalizers ran.</summary>
    public int Threads => _threads.Count;

    public string[] Words => [.. _words];

    public void Write(int number)
    {
        if (Delay > 0)
            Thread.Sleep(Delay);
        if (Allocates)
        {
            GC.KeepAlive(new byte[100_000]);
            GC.Collect(0);
        }

        _numbers[number] = 1;
        _threads[Environment.CurrentManagedThreadId] = 1;
        Interlocked.Increment(ref _count);
    }

    public void Say(string word) => _words.Enqueue(word);
}
