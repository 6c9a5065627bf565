using DSoftBus.Net.Devices;

namespace DSoftBus.Qemu.Capture;

/// <summary>The pcapng file of a cable: an interface per port name, frames as they enter.</summary>
/// <remarks>Thread-safe. Bounded: at <see cref="MaximumBytes"/> of frames it stops recording and says so by <see cref="IsFull"/>.</remarks>
public sealed class CaptureFile : IDisposable
{
    /// <summary>Size at which recording stops: 256 MiB.</summary>
    public const long MaximumBytes = 256L << 20;

    private const long NanosecondsPerTick = 100;
    private const int BlockOverhead = 64;

    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly PcapngWriter _writer;
    private readonly Dictionary<string, int> _interfaces = [];
    private long _written;

    /// <param name="stream">Where to write; disposed with the capture.</param>
    public CaptureFile(Stream stream)
    {
        _stream = stream;
        _writer = new PcapngWriter(stream);
    }

    /// <summary>Frames written so far.</summary>
    public long Frames { get; private set; }

    /// <summary>Whether the bound was reached and frames are missing at the end.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Creates or replaces a file; others may read it while it grows.</summary>
    public static CaptureFile Create(string path) =>
        new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16));

    /// <summary>Number of the interface with that name; described in the file when it is new.</summary>
    public int InterfaceOf(string name)
    {
        lock (_gate)
        {
            if (!_interfaces.TryGetValue(name, out int number))
                _interfaces.Add(name, number = _writer.AddInterface(name));
            return number;
        }
    }

    /// <summary>Records one Ethernet frame without FCS.</summary>
    public void Write(int captureInterface, DateTimeOffset time, ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            _written += frame.Length + BlockOverhead;
            if (_written > MaximumBytes)
            {
                IsFull = true;
                return;
            }

            // From the port's side the frame was sent by the node and came in.
            _writer.Write(captureInterface, (time - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick, FrameDirection.Inbound, frame);
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
}
