using System.Buffers.Binary;
using System.Text;

namespace DSoftBus.Qemu.Capture;

/// <summary>Writes a pcapng file (draft-ietf-opsawg-pcapng): one section, one Ethernet interface per name, enhanced packet blocks.</summary>
/// <remarks>Little-endian, nanosecond time stamps. Thread-safe. Bounded: at <see cref="MaximumBytes"/> it stops recording and says so by <see cref="IsFull"/>.</remarks>
public sealed class PcapngWriter : IDisposable
{
    /// <summary>Size at which recording stops: 256 MiB.</summary>
    public const long MaximumBytes = 256L << 20;

    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const ushort LinkTypeEthernet = 1;
    private const ushort OptionEnd = 0;
    private const ushort OptionInterfaceName = 2;
    private const ushort OptionTimeResolution = 9;
    private const byte Nanoseconds = 9; // 10^-9
    private const long NanosecondsPerTick = 100;

    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly List<string> _interfaces = [];
    private readonly ArrayBufferedBlock _block = new();
    private long _written;

    /// <param name="stream">Where to write; disposed with the writer.</param>
    public PcapngWriter(Stream stream)
    {
        _stream = stream;
        _block.Begin(SectionHeader);
        _block.UInt32(0x1A2B3C4D); // byte-order magic
        _block.UInt16(1); // major version
        _block.UInt16(0); // minor version
        _block.UInt64(ulong.MaxValue); // section length unknown
        Write();
    }

    /// <summary>Creates or replaces a file; others may read it while it grows.</summary>
    public static PcapngWriter Create(string path) =>
        new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16));

    /// <summary>Frames written so far.</summary>
    public long Frames { get; private set; }

    /// <summary>Whether the bound was reached and frames are missing at the end.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Number of the interface with that name; described in the file when it is new.</summary>
    public int InterfaceOf(string name)
    {
        lock (_gate)
        {
            int known = _interfaces.IndexOf(name);
            if (known >= 0)
                return known;
            _block.Begin(InterfaceDescription);
            _block.UInt16(LinkTypeEthernet);
            _block.UInt16(0);
            _block.UInt32(0); // no snapshot limit
            _block.Option(OptionInterfaceName, Encoding.UTF8.GetBytes(name));
            _block.Option(OptionTimeResolution, [Nanoseconds]);
            _block.Option(OptionEnd, []);
            Write();
            _interfaces.Add(name);
            return _interfaces.Count - 1;
        }
    }

    /// <summary>Records one Ethernet frame without FCS.</summary>
    public void Write(int captureInterface, DateTimeOffset time, ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (_written + frame.Length + 64 > MaximumBytes)
            {
                IsFull = true;
                return;
            }

            ulong stamp = (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;
            _block.Begin(EnhancedPacket);
            _block.UInt32((uint)captureInterface);
            _block.UInt32((uint)(stamp >> 32));
            _block.UInt32((uint)stamp);
            _block.UInt32((uint)frame.Length);
            _block.UInt32((uint)frame.Length);
            _block.Padded(frame);
            Write();
            Frames++;
        }
    }

    /// <summary>Makes everything recorded so far visible to readers of the file.</summary>
    public void Flush()
    {
        lock (_gate)
            _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();

    private void Write()
    {
        ReadOnlySpan<byte> bytes = _block.End();
        _stream.Write(bytes);
        _written += bytes.Length;
    }

    /// <summary>One block being built: type, total length, body, total length again.</summary>
    private sealed class ArrayBufferedBlock
    {
        private byte[] _bytes = new byte[2048];
        private int _length;

        public void Begin(uint type)
        {
            _length = 0;
            UInt32(type);
            UInt32(0); // total length, filled in by End
        }

        public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

        public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

        public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

        public void Padded(ReadOnlySpan<byte> bytes)
        {
            Span<byte> place = Take((bytes.Length + 3) & ~3);
            place.Clear();
            bytes.CopyTo(place);
        }

        public void Option(ushort code, ReadOnlySpan<byte> value)
        {
            UInt16(code);
            UInt16((ushort)value.Length);
            Padded(value);
        }

        public ReadOnlySpan<byte> End()
        {
            UInt32((uint)_length + 4);
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(4), (uint)_length);
            return _bytes.AsSpan(0, _length);
        }

        private Span<byte> Take(int count)
        {
            if (_length + count > _bytes.Length)
                Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
            _length += count;
            return _bytes.AsSpan(_length - count, count);
        }
    }
}
