using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DSoftBus.Qemu.Tap;

/// <summary>Waits for one descriptor, and can be woken from any thread. One thread at a time waits.</summary>
internal sealed class TapPoll : IDisposable
{
    private const int RecordLength = 8;
    private const int NanosecondsPerSecond = 1_000_000_000;

    private readonly SafeFileHandle _event;
    private readonly int _eventDescriptor;

    // Two records of poll (8 bytes each), the timeout (16), the counter of the event (8).
    private readonly byte[] _memory = GC.AllocateArray<byte>(40, pinned: true);
    private readonly ulong[] _one = GC.AllocateArray<ulong>(1, pinned: true);
    private readonly nint _address;

    /// <exception cref="IOException">No descriptor is free.</exception>
    public TapPoll(SafeFileHandle watched)
    {
        int file = TapInterop.EventDescriptor(0, TapInterop.EventFlags);
        if (file < 0)
            throw new IOException($"No event descriptor: error {Marshal.GetLastPInvokeError()}; the limit of open files (ulimit -n) may be reached.");
        _event = new SafeFileHandle(file, ownsHandle: true);
        _eventDescriptor = file;
        _one[0] = 1;
        _address = TapInterop.AddressOf(_memory);
        MemoryMarshal.Write(_memory.AsSpan(0), (int)watched.DangerousGetHandle());
        MemoryMarshal.Write(_memory.AsSpan(RecordLength), file);
        MemoryMarshal.Write(_memory.AsSpan(RecordLength + 4), TapInterop.PollIn);
    }

    /// <summary>Waits until one of <paramref name="events"/> is there, <see cref="Wake"/> was called, or the time is up.</summary>
    /// <param name="events">0: only for being woken.</param>
    /// <param name="limit">Zero looks without waiting; negative counts as zero.</param>
    /// <returns>What is there, errors included; 0 when the time was up, or when it was woken.</returns>
    public short Wait(short events, TimeSpan limit)
    {
        MemoryMarshal.Write(_memory.AsSpan(4), events);
        MemoryMarshal.Write(_memory.AsSpan(6), (short)0);
        nint timeout = 0;
        if (limit != Timeout.InfiniteTimeSpan)
        {
            long nanoseconds = Math.Max(limit.Ticks, 0) * TimeSpan.NanosecondsPerTick;
            MemoryMarshal.Write(_memory.AsSpan(2 * RecordLength), nanoseconds / NanosecondsPerSecond);
            MemoryMarshal.Write(_memory.AsSpan(3 * RecordLength), nanoseconds % NanosecondsPerSecond);
            timeout = _address + (2 * RecordLength);
        }

        // Without interest in the descriptor it is left out: an error of it would be reported all the same, for ever.
        int first = events == 0 ? RecordLength : 0;
        int count = TapInterop.Poll(_address + first, events == 0 ? 1u : 2u, timeout, 0, 0);
        if (count <= 0)
            return 0;
        if (MemoryMarshal.Read<short>(_memory.AsSpan(RecordLength + 6)) != 0)
            TapInterop.Read(_eventDescriptor, _address + (4 * RecordLength), sizeof(ulong));
        return events == 0 ? (short)0 : MemoryMarshal.Read<short>(_memory.AsSpan(6));
    }

    /// <summary>Ends a wait, the next one if there is none now. Any thread.</summary>
    public void Wake() => TapInterop.Write(_eventDescriptor, TapInterop.AddressOf(_one), sizeof(ulong));

    public void Dispose() => _event.Dispose();
}
