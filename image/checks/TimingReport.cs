using System.Diagnostics;
using System.Globalization;

namespace DSoftBus.Image.Checks;

/// <summary>Prints what elementary operations cost; nothing is asserted.</summary>
internal static unsafe class TimingReport
{
    public static void Run(CheckLog log)
    {
        Measure("system call", 100_000, count =>
        {
            for (int i = 0; i < count; i++)
                Machine.Call(39);
        });
        Measure("clock", 100_000, count =>
        {
            for (int i = 0; i < count; i++)
                Stopwatch.GetTimestamp();
        });
        Measure("page fault", 4_000, TouchPages);
        Measure("throw and catch", 5_000, ThrowAndCatch);
        Measure("thread hand-over", 10_000, PingPong);
        log.Check("measured", true);
    }

    private static void Measure(string name, int count, Action<int> action)
    {
        action(count / 10);
        var watch = Stopwatch.StartNew();
        action(count);
        double nanoseconds = watch.Elapsed.TotalNanoseconds / count;
        CheckLog.Note($"{name}: {nanoseconds.ToString("F0", CultureInfo.InvariantCulture)} ns");
    }

    private static void TouchPages(int count)
    {
        for (int i = 0; i < count; i += 40)
        {
            nint memory = Machine.MapPages(40);
            for (int page = 0; page < 40; page++)
                *(byte*)(memory + page * Machine.PageSize) = 1;
            Machine.Call(Machine.Unmap, memory, 40 * Machine.PageSize);
        }
    }

    private static void ThrowAndCatch(int count)
    {
        for (int i = 0; i < count; i++)
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
            }
        }
    }

    private static void PingPong(int count)
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
}
