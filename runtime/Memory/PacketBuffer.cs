namespace DSoftBus.Runtime.Memory;

/// <summary>A reference-counted buffer with a window: headers are written in front of it, data behind it, without copying.</summary>
/// <remarks>
/// <code>
/// | headroom | window: Span, Length | tailroom |
/// </code>
/// A packet that is longer than a buffer is a chain: the first buffer's <see cref="Next"/> leads to the others. Whoever holds the first
/// holds them all; with the last reference of the first the chain falls apart and each of the others loses one reference.
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

    /// <summary>The next buffer of a packet that is longer than this one; null: there is none.</summary>
    public PacketBuffer? Next { get; private set; }

    /// <summary>Bytes of this window and of the windows behind it in the chain.</summary>
    public int TotalLength
    {
        get
        {
            int total = Length;
            for (var rest = Next; rest is not null; rest = rest.Next)
                total += rest.Length;
            return total;
        }
    }

    /// <summary>What the device shall do with the frame that begins here, or has done; nothing after renting.</summary>
    public PacketOffload Offload { get; set; }

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

    /// <summary>Makes <paramref name="next"/> follow this buffer; takes over one reference of it, which the caller had.</summary>
    /// <exception cref="InvalidOperationException">Something follows already, or a chain would bite its tail.</exception>
    public void Chain(PacketBuffer next)
    {
        ThrowIfReleased();
        next.ThrowIfReleased();
        if (Next is not null || ReferenceEquals(next, this))
            throw new InvalidOperationException("The packet buffer is followed by another already.");
        Next = next;
    }

    public void AddReference()
    {
        ThrowIfReleased();
        References++;
    }

    /// <summary>Gives one reference up; with the last one the buffer returns to its pool and the chain behind it falls apart.</summary>
    public void Release()
    {
        ThrowIfReleased();
        if (--References > 0)
            return;
        var rest = Next;
        Next = null;
        _pool.Return(this);
        while (rest is not null)
        {
            // Others may hold it on: a sender keeps its text until it is acknowledged.
            var following = rest.Next;
            rest.Next = null;
            if (--rest.References == 0)
                rest._pool.Return(rest);
            rest = following;
        }
    }

    internal void Rent(int headroom)
    {
        References = 1;
        Headroom = headroom;
        Length = 0;
        Offload = default;
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
