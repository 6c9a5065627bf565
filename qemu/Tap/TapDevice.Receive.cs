using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Qemu.Tap;

/// <summary>Reception: one read a frame, into a row of buffers that together hold the longest one; those that it did not fill stay for the next.</summary>
public sealed partial class TapDevice
{
    // The longest packet and its Ethernet header (VLAN tag included) take 33 buffers.
    private const int RowLength = (LongestPacket + EthernetHeaderLength + 4 + BufferSize - 1) / BufferSize;
    private const int Proofs = 8;
    private const int AddressSlot = 0;
    private const int LengthSlot = 1;

    // The header, then the buffers: address and length of each. What lies before a frame's first byte is not for us to use.
    private readonly nint[] _readVector;
    private readonly byte[] _readHeader = GC.AllocateArray<byte>(VnetHeader.Length, pinned: true);
    private readonly PacketBuffer?[] _row = new PacketBuffer?[RowLength];
    private PacketBuffer? _pending; // Read ahead by a wait.
    private int _batch; // Frames since the last wait,
    private bool _isEmpty; // and whether a read behind them found nothing.
    private int _singles; // Batches of one frame in a row that a read behind proved to be so,
    private int _believed; // and later ones that were believed to be.
    private int _misses; // Reads ahead in a row that found nothing,
    private int _untried; // and waits since without one.
    private int _ready; // So many places of the row are in use,
    private int _taken; // of which the last frame took the buffers of the first so many.

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame)
    {
        frame = _pending;
        _pending = null;
        if (frame is null && !(_batch > 0 && IsOneByOne))
            TryRead(out frame);
        if (frame is null)
            return false;
        _batch++;
        return true;
    }

    // Request and response: the read behind the one frame would find nothing.
    private bool IsOneByOne => _singles >= Proofs;

    // Told at the end of a batch. Belief is tested now and then: what comes in bulk must be taken in bulk.
    private void NoteBatch()
    {
        if (_batch > 1)
            _singles = 0;
        else if (_batch == 1 && _isEmpty)
            _singles = Math.Min(_singles + 1, Proofs);
        else if (_batch == 1 && IsOneByOne && ++_believed >= Proofs)
            (_believed, _singles) = (0, Proofs - 1);
        _batch = 0;
        _isEmpty = false;
    }

    // The answer to what was just sent may be there already: then a read costs less than a wait and a read. Where it never is, it is tried rarely.
    private void ReadAhead()
    {
        if (_misses >= Proofs && ++_untried < Proofs)
            return;
        _untried = 0;
        _misses = TryRead(out _pending) ? 0 : Math.Min(_misses + 1, Proofs);
        _isEmpty = false;
    }

    private bool TryRead([NotNullWhen(true)] out PacketBuffer? frame)
    {
        while (!_disposed)
        {
            if (!Fill())
            {
                Counters.Add(TapCounter.NoBuffer);
                break;
            }

            nint read = _offloads
                ? TapInterop.ReadVector(_descriptor, TapInterop.AddressOf(_readVector), 1 + _ready)
                : TapInterop.Read(_descriptor, _readVector[2 + AddressSlot], BufferSize);
            if (read < 0)
            {
                NoteReadError(Marshal.GetLastPInvokeError());
                break;
            }

            if (TryTake((int)read, out frame))
                return true;
        }

        frame = null;
        return false;
    }

    // Lost frames leave their buffers in the row.
    private bool TryTake(int read, [NotNullWhen(true)] out PacketBuffer? frame)
    {
        frame = null;
        int length = _offloads ? read - VnetHeader.Length : read;
        if (length < EthernetHeaderLength)
        {
            Counters.Add(TapCounter.Runts);
            return false;
        }

        // A read never says more than it had room for: a frame that fills all of it may have been cut off.
        if (length >= _ready * BufferSize)
        {
            Counters.Add(TapCounter.Oversized);
            return false;
        }

        PacketOffload offload = default;
        if (_offloads && !VnetHeader.Read(_readHeader).TryTranslate(length, out offload))
        {
            Counters.Add(TapCounter.BadHeaders);
            return false;
        }

        Counters.Add(TapCounter.FramesReceived);
        Counters.Add(TapCounter.BytesReceived, length);
        if (offload.SegmentSize > 0)
            Counters.Add(TapCounter.LongFramesReceived);
        frame = TakeChain(length);
        frame.Offload = offload;
        return true;
    }

    private PacketBuffer TakeChain(int length)
    {
        PacketBuffer first = TakeFromRow(0, Math.Min(length, BufferSize));
        PacketBuffer last = first;
        int taken = first.Length;
        for (int i = 1; taken < length; i++)
        {
            PacketBuffer next = TakeFromRow(i, Math.Min(length - taken, BufferSize));
            taken += next.Length;
            last.Chain(next);
            last = next;
        }

        return first;
    }

    private PacketBuffer TakeFromRow(int index, int length)
    {
        PacketBuffer buffer = _row[index]!;
        _row[index] = null;
        buffer.SetWindow(0, length);
        _taken++;
        return buffer;
    }

    // The last frame left a gap at the front of the row. When the pool runs dry, buffers from the row's end close it.
    private bool Fill()
    {
        for (int gap = 0; gap < _taken; gap++)
        {
            if (Buffers.TryRent(0, out PacketBuffer? buffer))
            {
                Place(gap, buffer);
            }
            else if (_ready > _taken)
            {
                Place(gap, _row[--_ready]!);
                _row[_ready] = null;
            }
            else
            {
                _ready = gap;
                break;
            }
        }

        _taken = 0;
        int wanted = _offloads ? RowLength : 1;
        while (_ready < wanted && Buffers.TryRent(0, out PacketBuffer? buffer))
            Place(_ready++, buffer);
        return _ready > 0;
    }

    private void Place(int index, PacketBuffer buffer)
    {
        _row[index] = buffer;
        int slot = 2 * (1 + index);
        _readVector[slot + AddressSlot] = (nint)buffer.PhysicalAddress;
        _readVector[slot + LengthSlot] = BufferSize;
    }

    private void NoteReadError(int error)
    {
        switch (error)
        {
            case TapInterop.TryAgain:
                Counters.Add(TapCounter.EmptyReads);
                _isEmpty = true;
                break;
            case TapInterop.BadDescriptorState:
                IsGone = true;
                break;
            case TapInterop.Interrupted:
                break;
            default:
                Counters.Add(TapCounter.OtherErrors);
                break;
        }
    }

    private void PrepareHeaders()
    {
        _readVector[AddressSlot] = TapInterop.AddressOf(_readHeader);
        _readVector[LengthSlot] = VnetHeader.Length;
        _writeVector[AddressSlot] = TapInterop.AddressOf(_writeHeader);
        _writeVector[LengthSlot] = VnetHeader.Length;
    }

    private void ReleaseRow()
    {
        _pending?.Release();
        _pending = null;
        for (int i = 0; i < RowLength; i++)
        {
            _row[i]?.Release();
            _row[i] = null;
        }

        _ready = _taken = 0;
    }
}
