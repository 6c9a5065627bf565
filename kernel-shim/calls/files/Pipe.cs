using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Calls.Files;

/// <summary>A pipe in one page: a short header and a ring of bytes. Readers wait while it is empty, writers while it is full.</summary>
internal static unsafe class Pipe
{
    private struct Header
    {
        public uint First;
        public uint Count;
        public int Readers;
        public int Writers;
    }

    private const uint HeaderSize = 16;
    private const uint RingSize = (uint)PhysicalMemory.PageSize - HeaderSize;

    /// <summary>Opens both ends; returns the reader's descriptor or an error.</summary>
    public static int Open(out int writer)
    {
        writer = -1;
        ulong page = FrameAllocator.Allocate();
        if (page == 0)
            return Error.NoMemory;
        var header = (Header*)PhysicalMemory.At(page);
        header->Readers = 1;
        header->Writers = 1;
        int reader = FileTable.Open(FileKind.PipeReader, page, 0);
        if (reader < 0)
        {
            FrameAllocator.Free(page);
            return reader;
        }

        writer = FileTable.Open(FileKind.PipeWriter, page, 0);
        if (writer >= 0)
            return reader;
        header->Writers = 0;
        FileTable.Close((ulong)reader);
        return writer;
    }

    public static long Read(OpenFile* file, ulong address, ulong length)
    {
        var header = (Header*)PhysicalMemory.At(file->Page);
        byte* ring = (byte*)header + HeaderSize;
        if (length == 0)
            return 0;
        if (header->Count == 0)
        {
            if (header->Writers == 0)
                return 0;
            Scheduler.Current->RepeatedCall = 0; // read runs again when something was written
            Scheduler.Wait((ulong)header, FutexCalls.AnyWaiter, Thread.Never, 0);
            return SystemCallEntry.NoResult;
        }

        uint part = Smallest(length, header->Count, RingSize - header->First);
        if (!ProgramMemory.TryCopyOut(address, ring + header->First, part))
            return Error.BadAddress;
        header->First = (header->First + part) % RingSize;
        header->Count -= part;
        WaitQueues.Wake(WritersKey(header), ThreadTable.Capacity, FutexCalls.AnyWaiter, urgent: false);
        return part;
    }

    /// <summary>Writes what fits; into a full pipe nothing.</summary>
    /// <param name="file">The writing end.</param>
    /// <param name="address">Where the bytes lie in the program.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="mayWait">Whether the call may run again when there is room; else a full pipe is EAGAIN.</param>
    public static long Write(OpenFile* file, ulong address, ulong length, bool mayWait)
    {
        var header = (Header*)PhysicalMemory.At(file->Page);
        byte* ring = (byte*)header + HeaderSize;
        if (header->Readers == 0)
            return Error.BrokenPipe;
        if (length == 0)
            return 0;
        uint end = (header->First + header->Count) % RingSize;
        uint part = Smallest(length, RingSize - header->Count, RingSize - end);
        if (part == 0)
        {
            if (!mayWait)
                return Error.Again;
            Scheduler.Current->RepeatedCall = (int)Scheduler.Current->Rax; // write or writev, when something was read
            Scheduler.Wait(WritersKey(header), FutexCalls.AnyWaiter, Thread.Never, 0);
            return SystemCallEntry.NoResult;
        }

        if (!ProgramMemory.TryCopyIn(ring + end, address, part))
            return Error.BadAddress;
        header->Count += part;
        WakeReaders(header);
        return part;
    }

    public static void CloseEnd(OpenFile* file)
    {
        var header = (Header*)PhysicalMemory.At(file->Page);
        if (file->Kind == FileKind.PipeReader)
            header->Readers--;
        else
            header->Writers--;
        // Who waits asks again, and finds the other end or its own closed.
        WakeReaders(header);
        WaitQueues.Wake(WritersKey(header), ThreadTable.Capacity, FutexCalls.AnyWaiter, urgent: false);
        if (header->Readers <= 0 && header->Writers <= 0)
            FrameAllocator.Free(file->Page);
    }

    /// <summary>What writers wait for: the second half of the header, where readers wait for the first.</summary>
    private static ulong WritersKey(Header* header) => (ulong)header + HeaderSize / 2;

    private static void WakeReaders(Header* header) => WaitQueues.Wake((ulong)header, ThreadTable.Capacity, FutexCalls.AnyWaiter, urgent: false);

    private static uint Smallest(ulong length, uint second, uint third)
    {
        uint least = second < third ? second : third;
        return length < least ? (uint)length : least;
    }
}
