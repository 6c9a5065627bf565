using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Devices;

/// <summary>One direction of a <see cref="FaultDevice"/>: the frames that went in and are to come out, each with its time. Holds one reference of each.</summary>
internal sealed class FaultLane(PacketPool pool, ulong seed)
{
    private readonly SeededRandom _random = new(seed);
    private readonly Queue<(PacketBuffer Frame, Instant At)> _out = new();
    private LossProcess _loss;
    private PacketBuffer? _held;
    private Instant _heldUntil;
    private Instant _last = Instant.Zero;

    /// <summary>Frames lost on purpose, or for want of a buffer or of room for those under way.</summary>
    public long Lost { get; private set; }

    /// <summary>Whether something is inside.</summary>
    public bool IsEmpty => _out.Count == 0 && _held is null;

    /// <summary>When <see cref="TryPeek"/> has something although nothing goes in.</summary>
    public Instant NextDue => Instant.Min(_out.TryPeek(out var first) ? first.At : Instant.Never, _held is null ? Instant.Never : _heldUntil);

    /// <summary>A frame goes in.</summary>
    /// <param name="frame">Stays the caller's.</param>
    /// <param name="isOurs">Whether nobody else will send its bytes again: then it is damaged and held itself, else a copy.</param>
    /// <param name="options">As they are now.</param>
    /// <param name="now">The time.</param>
    public void Put(PacketBuffer frame, bool isOurs, FaultOptions options, Instant now)
    {
        Release(now);
        if (_loss.TakesNext(options.Loss, options.Burst, _random))
        {
            Lost++;
            return;
        }

        bool corrupt = _random.Chance(options.Corrupt);
        bool hold = _random.Chance(options.Reorder) && _held is null;
        bool twice = _random.Chance(options.Duplicate) && _held is null && !hold;
        bool stays = hold || options.Delay > TimeSpan.Zero || options.Jitter > TimeSpan.Zero || _out.Count > 0;
        var passing = frame;
        if (!isOurs && (corrupt || stays))
        {
            if (Copy(frame) is not { } copy)
            {
                Lost++;
                return;
            }

            passing = copy;
        }
        else
        {
            frame.AddReference();
        }

        if (corrupt)
            FlipBit(passing);
        if (hold)
        {
            (_held, _heldUntil) = (passing, now + options.HoldTime);
            return;
        }

        var second = twice ? Copy(passing) : null;
        Queue(passing, options, now);
        if (second is not null)
            Queue(second, options, now);
        if (_held is { } held)
        {
            _held = null;
            Queue(held, options, now);
        }
    }

    /// <summary>The next frame that is due; it stays inside until <see cref="Take"/>.</summary>
    public bool TryPeek(Instant now, [NotNullWhen(true)] out PacketBuffer? frame)
    {
        Release(now);
        frame = _out.TryPeek(out var first) && first.At <= now ? first.Frame : null;
        return frame is not null;
    }

    /// <summary>Takes out what <see cref="TryPeek"/> gave; the reference is the caller's from here on.</summary>
    public PacketBuffer Take() => _out.Dequeue().Frame;

    public void Clear()
    {
        while (_out.TryDequeue(out var waiting))
            waiting.Frame.Release();
        _held?.Release();
        _held = null;
    }

    // Nothing followed the held frame: it goes on by itself.
    private void Release(Instant now)
    {
        if (_held is not { } held || now < _heldUntil)
            return;
        _held = null;
        _last = Instant.Max(_last, _heldUntil);
        _out.Enqueue((held, _last));
    }

    private void Queue(PacketBuffer frame, FaultOptions options, Instant now)
    {
        if (_out.Count >= options.DelayLimit)
        {
            Lost++;
            frame.Release();
            return;
        }

        _last = Instant.Max(_last, now + options.Delay + _random.Within(options.Jitter));
        _out.Enqueue((frame, _last));
    }

    // A chain is copied buffer by buffer: what the first says about all of them stays true.
    private PacketBuffer? Copy(PacketBuffer frame)
    {
        if (!pool.TryRent(frame.Headroom, out var first))
            return null;
        first.Offload = frame.Offload;
        frame.Span.CopyTo(first.Append(frame.Length));
        var last = first;
        for (var rest = frame.Next; rest is not null; rest = rest.Next)
        {
            if (!pool.TryRent(rest.Headroom, out var next))
            {
                first.Release();
                return null;
            }

            rest.Span.CopyTo(next.Append(rest.Length));
            last.Chain(next);
            last = next;
        }

        return first;
    }

    // What a device said about the checksum is not true of damaged bytes.
    private void FlipBit(PacketBuffer frame)
    {
        int bit = _random.Below(frame.TotalLength * 8);
        frame.Offload = frame.Offload with { ChecksumVerified = false };
        var part = frame;
        for (; bit >= part.Length * 8 && part.Next is { } next; part = next)
            bit -= part.Length * 8;
        part.Span[bit / 8] ^= (byte)(1 << (bit % 8));
    }
}
