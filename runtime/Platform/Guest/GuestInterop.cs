using System.Buffers;
using System.Runtime.InteropServices;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>The one unsafe file of the runtime: system calls of the guest and views over native memory.</summary>
/// <remarks>
/// Calls from 0x1000 on are private to our kernel shim (kernel-shim/README.md lists them); on any other kernel they answer ENOSYS,
/// which is how <see cref="GuestKernel.IsPresent"/> tells the two homes apart. All are ordinary P/Invokes, so the collector can suspend
/// a thread that waits in one. Results are the kernel's: 0 or more, or a negative error number.
/// </remarks>
internal static unsafe partial class GuestInterop
{
    public const int NoSuchCall = -38;   // ENOSYS
    public const int TimedOut = -110;    // ETIMEDOUT

    private const nint WriteCall = 1;
    private const nint FutexCall = 202;
    private const nint ClockGetTimeCall = 228;
    private const nint GetRandomCall = 318;
    private const nint DeviceInfoCall = 0x1000;
    private const nint DeviceMapCall = 0x1001;
    private const nint InterruptBindCall = 0x1002;
    private const nint InterruptRearmCall = 0x1003;
    private const nint DmaAllocateCall = 0x1004;
    private const nint DmaFreeCall = 0x1005;
    private const nint EntropyAddCall = 0x1006;
    private const nint ShimInfoCall = 0x1007;
    private const nint CrashNoteCall = 0x1009;
    private const nint CrashEndCall = 0x100a;

    private const nint FutexWakePrivate = 1 | 128;        // FUTEX_WAKE | FUTEX_PRIVATE_FLAG
    private const nint FutexWaitBitsetPrivate = 9 | 128;  // FUTEX_WAIT_BITSET: its timeout is absolute, CLOCK_MONOTONIC
    private const nint FutexAnyBit = unchecked((int)0xFFFF_FFFF);

    public static long DeviceInfo(int index, out GuestDeviceInfo info)
    {
        fixed (GuestDeviceInfo* p = &info)
        {
            *p = default;
            return Call(DeviceInfoCall, index, (nint)p, 0);
        }
    }

    public static long DeviceMap(int index, out nint address)
    {
        ulong mapped = 0;
        long result = Call(DeviceMapCall, index, (nint)(&mapped), 0);
        address = (nint)mapped;
        return result;
    }

    /// <summary>From now on an interrupt of device <paramref name="index"/> masks its line, increments both words and wakes who waits on the second.</summary>
    public static long InterruptBind(int index, nint lineWord, nint wakeWord) => Call(InterruptBindCall, index, lineWord, wakeWord);

    public static long InterruptRearm(int index) => Call(InterruptRearmCall, index, 0, 0);

    public static long DmaAllocate(int pages, out GuestDmaBlock block)
    {
        fixed (GuestDmaBlock* p = &block)
        {
            *p = default;
            return Call(DmaAllocateCall, pages, (nint)p, 0);
        }
    }

    public static long DmaFree(nint address, int pages) => Call(DmaFreeCall, address, pages, 0);

    /// <param name="seed">At most 256 bytes.</param>
    public static long EntropyAdd(ReadOnlySpan<byte> seed)
    {
        fixed (byte* p = seed)
            return Call(EntropyAddCall, (nint)p, seed.Length, 0);
    }

    public static long ShimInfo(out GuestShimInfo info)
    {
        fixed (GuestShimInfo* p = &info)
        {
            *p = default;
            return Call(ShimInfoCall, (nint)p, 0, 0);
        }
    }

    /// <summary>From now on a crash report of the shim shows what <paramref name="length"/> bytes at <paramref name="address"/> say.</summary>
    public static long CrashNote(nint address, int length) => Call(CrashNoteCall, address, length, 0);

    /// <summary>Prints a crash report about the thread that gave the note and ends the machine; returns only where there is no shim.</summary>
    /// <param name="status">Exit code of the program.</param>
    /// <param name="reason">At most 160 bytes.</param>
    public static long CrashEnd(int status, ReadOnlySpan<byte> reason)
    {
        fixed (byte* p = reason)
            return Call(CrashEndCall, status, (nint)p, reason.Length);
    }

    public static long GetRandom(Span<byte> destination)
    {
        fixed (byte* p = destination)
            return Call(GetRandomCall, (nint)p, destination.Length, 0);
    }

    public static long Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes)
            return Call(WriteCall, descriptor, (nint)p, bytes.Length);
    }

    /// <summary>Nanoseconds of the given clock: 0 wall clock since 1970, 1 monotonic since the machine started.</summary>
    public static long ClockNanoseconds(int clock)
    {
        TimeSpec time = default;
        long result = Call(ClockGetTimeCall, clock, (nint)(&time), 0);
        return result < 0 ? throw new InvalidOperationException($"clock_gettime answered {result}.") : time.ToNanoseconds();
    }

    /// <summary>Sleeps while the word at <paramref name="word"/> is <paramref name="expected"/>, until woken or <paramref name="deadline"/> (monotonic nanoseconds; the largest value waits for ever).</summary>
    public static void FutexWait(nint word, uint expected, long deadline)
    {
        TimeSpec time = TimeSpec.FromNanoseconds(deadline);
        nint timeout = deadline == long.MaxValue ? 0 : (nint)(&time);
        // Every result means "look again": woken, timed out, interrupted by a signal, or the word has changed already.
        SystemCall(FutexCall, word, FutexWaitBitsetPrivate, (nint)expected, timeout, 0, FutexAnyBit);
    }

    public static void FutexWake(nint word) => SystemCall(FutexCall, word, FutexWakePrivate, 1, 0, 0, 0);

    public static byte Read8(nint address) => Volatile.Read(ref *(byte*)address);

    public static ushort Read16(nint address) => Volatile.Read(ref *(ushort*)address);

    public static uint Read32(nint address) => Volatile.Read(ref *(uint*)address);

    public static void Write32(nint address, uint value) => Volatile.Write(ref *(uint*)address, value);

    public static void Increment(nint address) => Interlocked.Increment(ref *(uint*)address);

    public static Span<byte> SpanOver(nint address, int length) => new((void*)address, length);

    public static MemoryHandle HandleTo(nint address) => new((void*)address);

    private static long Call(nint number, nint a, nint b, nint c)
    {
        nint result = SystemCall(number, a, b, c, 0, 0, 0);
        // libc turns a negative answer into -1 and errno.
        return result == -1 ? -Marshal.GetLastPInvokeError() : result;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        private const long NanosecondsPerSecond = 1_000_000_000;
        private long _seconds;
        private long _nanoseconds;

        public static TimeSpec FromNanoseconds(long nanoseconds)
        {
            long positive = Math.Max(nanoseconds, 0);
            return new TimeSpec { _seconds = positive / NanosecondsPerSecond, _nanoseconds = positive % NanosecondsPerSecond };
        }

        public readonly long ToNanoseconds() => (_seconds * NanosecondsPerSecond) + _nanoseconds;
    }
}
