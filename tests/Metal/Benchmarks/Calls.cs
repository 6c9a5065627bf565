using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DSoftBus.Tests.Metal.Benchmarks;

/// <summary>Entering the kernel: calls and page faults.</summary>
internal static class Calls
{
    private const int FreshPages = 512;
    private const int MappedBytes = 16 * Kernel.PageSize;

    /// <summary>Where results go, so that no work is optimised away.</summary>
    public static float Result { get; private set; }

    public static void ProcessId(int count)
    {
        for (int i = 0; i < count; i++)
            Kernel.ProcessId();
    }

    /// <summary>The same call between operations on vector registers, which are in use whenever the kernel is entered.</summary>
    public static void BetweenVectors(int count)
    {
        var sum = Vector256<float>.Zero;
        var step = Vector256.Create(0.5f);
        for (int i = 0; i < count; i++)
        {
            sum += step * step;
            Kernel.ProcessId();
        }

        Result = sum[0];
    }

    /// <summary>The clock of Stopwatch.</summary>
    public static void Clock(int count)
    {
        for (int i = 0; i < count; i++)
            Stopwatch.GetTimestamp();
    }

    /// <summary>64 KiB of addresses taken and given back, untouched.</summary>
    public static void MapAndUnmap(int count)
    {
        for (int i = 0; i < count; i++)
            Kernel.Unmap(Kernel.Map(MappedBytes), MappedBytes);
    }

    /// <summary>One write to each of 512 fresh pages; taking and giving back the addresses is not in it.</summary>
    public static double TouchFreshPages()
    {
        nint memory = Kernel.Map(FreshPages * Kernel.PageSize);
        long started = Stopwatch.GetTimestamp();
        for (int page = 0; page < FreshPages; page++)
            Marshal.WriteByte(memory, page * Kernel.PageSize, 1);
        double elapsed = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
        Kernel.Unmap(memory, FreshPages * Kernel.PageSize);
        return elapsed / FreshPages;
    }
}
