using DSoftBus.Runtime.Memory;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>The frame that is being put together from the buffers that the device returns: one, or as many as the first one's header says.</summary>
/// <remarks>One per ring, used again for each frame. It owns the buffers that were added until <see cref="Take"/> or <see cref="Drop"/>.</remarks>
internal sealed class ReceivedFrame
{
    private PacketBuffer? _head;
    private PacketBuffer? _tail;
    private int _missing;

    /// <summary>Nothing is under way: the next buffer is the first of a frame.</summary>
    public bool IsNew => _missing == 0;

    /// <summary>The frame was lost; what still comes of it is passed over.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>What the first buffer's header says.</summary>
    public VirtioNetHeader Header { get; private set; }

    /// <summary>Bytes of the frame so far, without the virtio header.</summary>
    public int Length { get; private set; }

    /// <summary>Whether more than one buffer was added.</summary>
    public bool IsChain => !ReferenceEquals(_head, _tail);

    /// <param name="header">The first buffer's.</param>
    /// <param name="buffers">How many buffers there will be, at least 1.</param>
    public void Begin(VirtioNetHeader header, int buffers)
    {
        Header = header;
        _missing = buffers;
        IsDropped = false;
        Length = 0;
    }

    /// <summary>Counts a buffer that came.</summary>
    /// <returns>True when it was the last.</returns>
    public bool Pass() => --_missing == 0;

    /// <summary>Takes <paramref name="buffer"/> over as the next piece; its window is the piece.</summary>
    public void Add(PacketBuffer buffer)
    {
        Length += buffer.Length;
        if (_tail is null)
            _head = buffer;
        else
            _tail.Chain(buffer);
        _tail = buffer;
    }

    /// <summary>Gives the buffers so far back to their pool.</summary>
    public void Drop()
    {
        IsDropped = true;
        _head?.Release();
        _head = _tail = null;
    }

    /// <summary>The frame, which is the caller's from here on.</summary>
    public PacketBuffer Take()
    {
        PacketBuffer frame = _head ?? throw new InvalidOperationException("A dropped frame was taken.");
        _head = _tail = null;
        return frame;
    }

    /// <summary>Forgets a frame of which more was to come. Only after the device was reset.</summary>
    public void Abandon()
    {
        Drop();
        _missing = 0;
    }
}
