using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;
using DSoftBus.Softbus.Transport;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>
/// This side's requests on one channel of a session. Requests and answers alternate strictly and carry no number
/// (session-frames.md section 1), so one is outstanding at a time and an answer that came too late is still awaited before the next.
/// </summary>
internal sealed class OwnRequests(TaskContext task, IStream stream, uint channel)
{
    private readonly LoopGate _gate = new(task);
    private readonly LoopPromise<RemoteAnswer> _answer = task.CreatePromise<RemoteAnswer>();
    private bool _waiting, _owed, _closed;

    public uint Channel => channel;

    public async ValueTask<RemoteAnswer> AskAsync(ReadOnlyMemory<byte> request, Instant deadline)
    {
        if (!await _gate.EnterAsync(deadline))
            return Ended(RemoteAnswerStatus.Busy);
        try
        {
            if (_closed)
                return Ended(RemoteAnswerStatus.Closed);
            if (_owed)
                return Ended(RemoteAnswerStatus.Busy);
            _waiting = true;
            if (await stream.SendAsync(channel, request, deadline) is not StreamStatus.Ok)
            {
                _answer.Reset();
                return Ended(RemoteAnswerStatus.Closed);
            }

            var answer = await _answer.WaitAsync(deadline, Ended(RemoteAnswerStatus.TimedOut));
            if (answer.Status is RemoteAnswerStatus.TimedOut && _answer.IsSet)
                answer = await _answer.WaitAsync(deadline, answer);
            _owed = answer.Status is RemoteAnswerStatus.TimedOut;
            return answer;
        }
        finally
        {
            _waiting = false;
            _gate.Leave();
        }
    }

    /// <summary>Takes an answer of the peer. False when none is owed: a defect of the peer.</summary>
    public bool Take(ReadOnlySpan<byte> payload)
    {
        if (_waiting)
            return _answer.TrySet(new RemoteAnswer(RemoteAnswerStatus.Answered, payload.ToArray()));
        bool owed = _owed;
        _owed = false;
        return owed;
    }

    /// <summary>The peer does not know the channel: whoever waits gets an error answer.</summary>
    public void Refuse(AnswerError code)
    {
        var answer = new byte[ErrorAnswer.Length];
        ErrorAnswer.Write(answer, 0, code);
        Take(answer);
    }

    /// <summary>The session is over: whoever waits is told.</summary>
    public void Close()
    {
        _closed = true;
        if (_waiting)
            _answer.TrySet(Ended(RemoteAnswerStatus.Closed));
    }

    private static RemoteAnswer Ended(RemoteAnswerStatus status) => new(status, []);
}
