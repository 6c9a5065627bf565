using System.Buffers.Text;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Tasks;

/// <summary>Writes ASCII into a piece of memory of fixed size; what does not fit is cut. Never allocates, never throws.</summary>
internal ref struct CrashText(Span<byte> room)
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerMicrosecond = 1_000;
    private Span<byte> _room = room;

    /// <summary>Adds text; a character outside printable ASCII becomes a question mark.</summary>
    public void Add(string text)
    {
        int length = Math.Min(text.Length, _room.Length);
        for (int i = 0; i < length; i++)
            _room[i] = text[i] is >= ' ' and <= '~' ? (byte)text[i] : (byte)'?';
        _room = _room[length..];
    }

    public void Add(long number)
    {
        if (Utf8Formatter.TryFormat(number, _room, out int written))
            _room = _room[written..];
        else
            _room = default;
    }

    /// <summary>Adds seconds with six decimals.</summary>
    public void Add(Instant instant)
    {
        Add(instant.Nanoseconds / NanosecondsPerSecond);
        Add(".");
        if (Utf8Formatter.TryFormat(Math.Abs(instant.Nanoseconds % NanosecondsPerSecond) / NanosecondsPerMicrosecond, _room, out int written, new System.Buffers.StandardFormat('D', 6)))
            _room = _room[written..];
        else
            _room = default;
    }
}
