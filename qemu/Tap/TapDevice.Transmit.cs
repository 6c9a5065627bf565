using System.Runtime.InteropServices;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Qemu.Tap;

/// <summary>Transmission: one write a frame, gathered from its chain of buffers.</summary>
public sealed partial class TapDevice
{
    private const int LongestChain = 1023; // IOV_MAX less the header.

    private readonly nint[] _writeVector;
    private readonly byte[] _writeHeader = GC.AllocateArray<byte>(VnetHeader.Length, pinned: true);

    /// <inheritdoc/>
    /// <remarks>
    /// The kernel has copied the frame when this returns. <see cref="TransmitStatus.Full"/> when it has no room; a frame that it has no memory for or refuses
    /// is lost and counted, as on a wire; <see cref="TransmitStatus.Down"/> while the interface is down, and for ever once it is deleted.
    /// </remarks>
    /// <exception cref="ArgumentException">The frame's buffers are not from <see cref="Buffers"/>, or it asks for offloads that the device does not have: a defect.</exception>
    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        if (_disposed || IsGone)
            return TransmitStatus.Down;
        PacketOffload offload = frame.Offload;
        if (!_offloads && (offload.NeedsChecksum || offload.SegmentSize > 0))
            throw new ArgumentException($"The frame asks for offloads; '{Name}' has none.", nameof(frame));
        bool isLong = offload.SegmentSize > 0;
        if (!TryGather(frame, out int count, out int length) || length > (isLong ? LongestPacket : Mtu) + EthernetHeaderLength)
        {
            Counters.Add(TapCounter.TransmitTooLong);
            return TransmitStatus.TooLong;
        }

        nint written;
        if (_offloads)
        {
            VnetHeader.For(frame).Write(_writeHeader);
            length += VnetHeader.Length;
            written = TapInterop.WriteVector(_descriptor, TapInterop.AddressOf(_writeVector), 1 + count);
        }
        else if (count == 1)
        {
            written = TapInterop.Write(_descriptor, _writeVector[2 + AddressSlot], length);
        }
        else
        {
            written = TapInterop.WriteVector(_descriptor, TapInterop.AddressOf(_writeVector) + (2 * nint.Size), count);
        }

        if (written < 0)
            return OnWriteError(Marshal.GetLastPInvokeError());
        if (written != length)
        {
            Counters.Add(TapCounter.TransmitPartial);
            return TransmitStatus.Queued;
        }

        _sent = true;
        Counters.Add(TapCounter.FramesSent);
        Counters.Add(TapCounter.BytesSent, _offloads ? length - VnetHeader.Length : length);
        if (isLong)
            Counters.Add(TapCounter.LongFramesSent);
        return TransmitStatus.Queued;
    }

    private bool TryGather(PacketBuffer frame, out int count, out int length)
    {
        count = length = 0;
        for (PacketBuffer? part = frame; part is not null; part = part.Next)
        {
            if (count == LongestChain)
                return false;
            nint address = (nint)part.PhysicalAddress;
            if (address == 0)
                throw new ArgumentException($"A buffer of the frame is not from the pool of '{Name}'.", nameof(frame));
            int slot = 2 * (1 + count);
            _writeVector[slot + AddressSlot] = address;
            _writeVector[slot + LengthSlot] = part.Length;
            length += part.Length;
            count++;
        }

        return true;
    }

    private TransmitStatus OnWriteError(int error)
    {
        switch (error)
        {
            case TapInterop.TryAgain or TapInterop.Interrupted:
                Counters.Add(TapCounter.TransmitFull);
                _wantsRoom = true;
                return TransmitStatus.Full;
            case TapInterop.NoBufferSpace or TapInterop.OutOfMemory:
                Counters.Add(TapCounter.TransmitNoMemory);
                return TransmitStatus.Queued;
            case TapInterop.BadDescriptorState:
                IsGone = true;
                Counters.Add(TapCounter.TransmitDown);
                return TransmitStatus.Down;
            case TapInterop.InputOutput:
                Counters.Add(TapCounter.TransmitDown);
                return TransmitStatus.Down;
            case TapInterop.Invalid:
                Counters.Add(TapCounter.TransmitRefused);
                return TransmitStatus.Queued;
            default:
                Counters.Add(TapCounter.OtherErrors);
                return TransmitStatus.Queued;
        }
    }
}
