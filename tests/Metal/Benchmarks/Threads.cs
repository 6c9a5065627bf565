using System.Runtime.InteropServices;

namespace DSoftBus.Tests.Metal.Benchmarks;

/// <summary>Two threads on one processor: every hand-over is one switch.</summary>
internal static class Threads
{
    /// <summary>Even: each thread gives as often as it takes.</summary>
    public const int HandOvers = 1000;

    private const int Ping = 0;
    private const int Pong = 1;

    // The word lies outside the managed heap, where nothing moves it.
    private static readonly nint Word = Marshal.AllocHGlobal(sizeof(int));

    /// <summary>By a futex: wake the other thread, then wait.</summary>
    public static void PassByFutex(int count)
    {
        Marshal.WriteInt32(Word, Ping);
        var partner = new Thread(() => Play(Pong, Ping, count / 2));
        partner.Start();
        Play(Ping, Pong, count / 2);
        partner.Join();
    }

    /// <summary>By two semaphores of the class library.</summary>
    public static void PassBySemaphore(int count)
    {
        using var there = new SemaphoreSlim(0);
        using var back = new SemaphoreSlim(0);
        var partner = new Thread(() =>
        {
            for (int i = 0; i < count / 2; i++)
            {
                there.Wait();
                back.Release();
            }
        });
        partner.Start();
        for (int i = 0; i < count / 2; i++)
        {
            there.Release();
            back.Wait();
        }

        partner.Join();
    }

    public static void StartAndJoin(int count)
    {
        for (int i = 0; i < count; i++)
        {
            var thread = new Thread(static () => { });
            thread.Start();
            thread.Join();
        }
    }

    /// <summary>A work item of the pool, awaited.</summary>
    public static void HopThroughPool(int count) => HopAsync(count).GetAwaiter().GetResult();

    private static async Task HopAsync(int count)
    {
        for (int i = 0; i < count; i++)
            await Task.Run(static () => { });
    }

    private static void Play(int mine, int other, int turns)
    {
        for (int i = 0; i < turns; i++)
        {
            while (Read() != mine)
                Kernel.Wait(Word, other);
            Marshal.WriteInt32(Word, other);
            Kernel.WakeOne(Word);
        }
    }

    private static int Read()
    {
        int value = Marshal.ReadInt32(Word);
        Thread.MemoryBarrier();
        return value;
    }
}
