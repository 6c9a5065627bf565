using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Samples.Http;

namespace DSoftBus.Samples.Httpd;

/// <summary>What came from the client and was not looked at yet. What follows a request waits here for its turn: that is pipelining.</summary>
internal sealed class HttpInput(TaskContext task, FacadeStream stream)
{
    private readonly byte[] _bytes = new byte[FacadeLimits.Read];
    private int _start;
    private int _end;

    public bool IsEmpty => _start == _end;

    public ParseStatus Feed(RequestParser parser)
    {
        ReadOnlySpan<byte> unread = _bytes.AsSpan(_start.._end);
        ParseStatus status = parser.Take(ref unread);
        _start = _end - unread.Length;
        return status;
    }

    public ParseStatus Feed(BodyParser parser)
    {
        ReadOnlySpan<byte> unread = _bytes.AsSpan(_start.._end);
        ParseStatus status = parser.Take(ref unread);
        _start = _end - unread.Length;
        return status;
    }

    /// <summary>Waits for bytes; all that came before must have been fed.</summary>
    public async ValueTask<InputStatus> ReadAsync(Instant deadline)
    {
        (_start, _end) = (0, 0);
        var read = await stream.ReadAsync(_bytes, deadline);
        if (!read.IsOk)
            return read.Status == FacadeStatus.TimedOut ? InputStatus.TimedOut : InputStatus.Ended;
        _end = read.Value;
        return InputStatus.Ok;
    }

    /// <summary>Reads what still comes and drops it, up to the client's end, the deadline or that many bytes.</summary>
    public async ValueTask DrainAsync(Instant deadline, int bytes)
    {
        while (bytes > 0 && task.Now < deadline && await ReadAsync(deadline) == InputStatus.Ok)
            bytes -= _end;
    }
}
