using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks;

/// <summary>Threads that each make one waiting futex call on the same word, and a second word on which they are gathered, so that it is known that they wait.</summary>
internal sealed unsafe class FutexWaiters : IDisposable
{
    private const nint Requeue = 0x83;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly uint* _words = (uint*)NativeMemory.AllocZeroed(2, sizeof(uint));
    private readonly Thread[] _threads;
    private readonly nint[] _results;

    /// <param name="count">How many.</param>
    /// <param name="operation">The futex operation, with its flags.</param>
    /// <param name="time">Address of the timespec, or 0; must outlive the threads.</param>
    /// <param name="mask">The bits that each waits for; all when null.</param>
    public FutexWaiters(int count, nint operation, nint time, Func<int, int>? mask = null)
    {
        _threads = new Thread[count];
        _results = new nint[count];
        Ids = new nint[count];
        for (int i = 0; i < count; i++)
        {
            int index = i;
            nint bits = mask is null ? -1 : mask(i);
            _threads[i] = new Thread(() =>
            {
                Ids[index] = Machine.Call(186);
                // The collector's own signals end a wait too; only ours may be seen.
                do
                {
                    _results[index] = Machine.Call(Machine.Futex, (nint)_words, operation, 0, time, 0, bits);
                }
                while (_results[index] == -4 && Volatile.Read(ref _gathered) == 0);
            });
            _threads[i].Start();
        }
    }

    private int _gathered;

    public nint[] Ids { get; }

    /// <summary>The word on which all wait after <see cref="Gather"/>; its value is 0.</summary>
    public nint Gathered => (nint)(_words + 1);

    /// <summary>Moves the waiters to the second word until all are there. False when that took more than a minute.</summary>
    public bool Gather(int count)
    {
        var watch = Stopwatch.StartNew();
        nint moved = 0;
        while (moved < count && watch.Elapsed < Patience)
        {
            Thread.Sleep(1);
            moved += Machine.Call(Machine.Futex, (nint)_words, Requeue, 0, count, (nint)(_words + 1));
        }

        Volatile.Write(ref _gathered, 1);
        return moved == count;
    }

    /// <summary>What the calls answered, once they all have.</summary>
    public nint[] Join()
    {
        foreach (var thread in _threads)
            thread.Join();
        return _results;
    }

    public void Dispose() => NativeMemory.Free(_words);
}
