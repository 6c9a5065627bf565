using System.Buffers.Binary;
using System.Text;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Net.Devices;

/// <summary>Writes Ethernet frames as a pcapng file (draft-ietf-opsawg-pcapng section 4): one section, any number of interfaces, nanoseconds.</summary>
public sealed class PcapngWriter
{
    private const uint SectionHeader = 0x0a0d0d0a, InterfaceDescription = 1, EnhancedPacket = 6;
    private const ushort EthernetLink = 1, NameOption = 2, ResolutionOption = 9, FlagsOption = 2;

    /// <summary>The longest frame that can be written, bytes: an IPv4 packet of 65535 behind an Ethernet header, and room for a VLAN tag.</summary>
    public const int MaximumFrame = ushort.MaxValue + 18;

    private readonly Stream _stream;
    private readonly byte[] _block = new byte[MaximumFrame + 4096];
    private readonly byte[] _frame = new byte[MaximumFrame];
    private int _interfaces;

    /// <param name="stream">Stays the caller's; it is not flushed here.</param>
    public PcapngWriter(Stream stream)
    {
        _stream = stream;
        int length = Begin(SectionHeader);
        length = Put32(length, 0x1a2b3c4d); // byte order: little-endian
        length = Put32(length, 1); // version 1.0
        BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(length), ulong.MaxValue); // section length unknown
        End(length + 8);
    }

    /// <summary>Adds an interface and returns its number.</summary>
    /// <param name="name">Shown by readers, at most 200 bytes of UTF-8.</param>
    public int AddInterface(string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, 200, nameof(name));
        int length = Begin(InterfaceDescription);
        length = Put32(length, EthernetLink);
        length = Put32(length, 0); // no limit on packet length
        length = PutOption(length, NameOption, text);
        length = PutOption(length, ResolutionOption, [9]); // 10^-9 seconds
        End(Put32(length, 0));
        return _interfaces++;
    }

    /// <summary>Appends the windows of a buffer and of its chain as one frame; see the other overload.</summary>
    public void Write(int interfaceNumber, long unixNanoseconds, FrameDirection direction, PacketBuffer frame)
    {
        if (frame.Next is null)
        {
            Write(interfaceNumber, unixNanoseconds, direction, frame.Span);
            return;
        }

        int length = 0;
        for (var piece = frame; piece is not null; piece = piece.Next)
        {
            piece.Span.CopyTo(_frame.AsSpan(length));
            length += piece.Length;
        }

        Write(interfaceNumber, unixNanoseconds, direction, _frame.AsSpan(0, length));
    }

    /// <summary>Appends a frame.</summary>
    /// <param name="interfaceNumber">From <see cref="AddInterface"/>.</param>
    /// <param name="unixNanoseconds">Time since 1970.</param>
    /// <param name="direction">Seen from that interface.</param>
    /// <param name="frame">At most <see cref="MaximumFrame"/> bytes.</param>
    public void Write(int interfaceNumber, long unixNanoseconds, FrameDirection direction, ReadOnlySpan<byte> frame)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frame.Length, MaximumFrame, nameof(frame));
        int length = Begin(EnhancedPacket);
        length = Put32(length, (uint)interfaceNumber);
        length = Put32(length, (uint)(unixNanoseconds >> 32));
        length = Put32(length, (uint)unixNanoseconds);
        length = Put32(length, (uint)frame.Length);
        length = Put32(length, (uint)frame.Length);
        frame.CopyTo(_block.AsSpan(length));
        length = Pad(length + frame.Length);
        if (direction != FrameDirection.Unknown)
        {
            Span<byte> flags = [(byte)direction, 0, 0, 0];
            length = Put32(PutOption(length, FlagsOption, flags), 0);
        }

        End(length);
    }

    /// <summary>Block type; the length that follows it is written by <see cref="End"/>.</summary>
    private int Begin(uint type) => Put32(0, type) + sizeof(uint);

    private void End(int length)
    {
        uint total = (uint)length + sizeof(uint);
        Put32(sizeof(uint), total);
        Put32(length, total);
        _stream.Write(_block, 0, (int)total);
    }

    private int Put32(int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(offset), value);
        return offset + sizeof(uint);
    }

    private int PutOption(int offset, ushort code, ReadOnlySpan<byte> value)
    {
        offset = Put32(offset, code | (uint)value.Length << 16);
        value.CopyTo(_block.AsSpan(offset));
        return Pad(offset + value.Length);
    }

    private int Pad(int offset)
    {
        while (offset % 4 != 0)
            _block[offset++] = 0;
        return offset;
    }
}
