namespace DSoftBus.Runtime.Memory;

/// <summary>A reference-counted buffer with a window: headers are written in front of it, data behind it, without copying.</summary>
/// <remarks>
/// <code>
/// | headroom | window: Span, Length | tailroom |
/// </code>
/// Using a buffer whose last reference was released, or a window larger than the buffer, is a defect and throws.
/// </remarks>
public sealed class PacketBuffer
{
    private readonly PacketPool _pool;
    private readonly Memory<byte> _bytes;
    private readonly ulong _physicalAddress;

    internal PacketBuffer(PacketPool pool, Memory<byte> bytes, ulong physicalAddress)
    {
        _pool = pool;
        _bytes = bytes;
        _physicalAddress = physicalAddress;
    }

    /// <summary>Bytes of the window.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes in front of the window.</summary>
    public int Headroom { get; private set; }

    /// <summary>Bytes behind the window.</summary>
    public int Tailroom => _bytes.Length - Headroom - Length;

    /// <summary>Bytes of the whole buffer.</summary>
    public int Capacity => _bytes.Length;

    public int References { get; private set; }

    /// <summary>Physical address of the window's first byte; 0 on a host.</summary>
    public ulong PhysicalAddress => _physicalAddress == 0 ? 0 : _physicalAddress + (ulong)Headroom;

    /// <summary>The window.</summary>
    public Span<byte> Span => Window.Span;

    /// <summary>The window, for calls that keep it over an await; the caller keeps a reference as long.</summary>
    public Memory<byte> Window
    {
        get
        {
            ThrowIfReleased();
            return _bytes.Slice(Headroom, Length);
        }
    }

    /// <summary>Extends the window by <paramref name="n"/> bytes in front and returns those.</summary>
    public Span<byte> Prepend(int n)
    {
        ThrowIfOutside(n, Headroom);
        Headroom -= n;
        Length += n;
        return Span[..n];
    }

    /// <summary>Extends the window by <paramref name="n"/> bytes behind and returns those.</summary>
    public Span<byte> Append(int n)
    {
        ThrowIfOutside(n, Tailroom);
        Length += n;
        return Span[^n..];
    }

    /// <summary>Takes <paramref name="n"/> bytes off the front of the window.</summary>
    public void TrimStart(int n)
    {
        ThrowIfOutside(n, Length);
        Headroom += n;
        Length -= n;
    }

    /// <summary>Takes <paramref name="n"/> bytes off the end of the window.</summary>
    public void TrimEnd(int n)
    {
        ThrowIfOutside(n, Length);
        Length -= n;
    }

    /// <summary>Sets the window to <paramref name="length"/> bytes from <paramref name="offset"/> of the buffer.</summary>
    public void SetWindow(int offset, int length)
    {
        ThrowIfOutside(offset, _bytes.Length);
        ThrowIfOutside(length, _bytes.Length - offset);
        Headroom = offset;
        Length = length;
    }

    public void AddReference()
    {
        ThrowIfReleased();
        References++;
    }

    /// <summary>Gives one reference up; with the last one the buffer returns to its pool.</summary>
    public void Release()
    {
        ThrowIfReleased();
        if (--References == 0)
            _pool.Return(this);
    }

    internal void Rent(int headroom)
    {
        References = 1;
        Headroom = headroom;
        Length = 0;
    }

    private void ThrowIfReleased()
    {
        if (References == 0)
            throw new InvalidOperationException("The packet buffer was released.");
    }

    private void ThrowIfOutside(int n, int room)
    {
        ThrowIfReleased();
        if ((uint)n > (uint)room)
            throw new ArgumentOutOfRangeException(nameof(n), n, $"Only {room} bytes are there.");
    }
}
