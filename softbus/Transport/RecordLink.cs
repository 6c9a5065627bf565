using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Noise;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>
/// Encrypted records on a byte stream: <c>u32 big-endian length, ciphertext, tag</c> (session-frames.md section 1). A record is sealed
/// and opened where it lies. Sends take turns; the plaintext is written once, behind the room for the prefix.
/// </summary>
public sealed class RecordLink(TaskContext task, IByteStream transport, FrameSource frames, TransportCiphers ciphers) : IDisposable
{
    private const int FirstCapacity = 1024;

    private readonly LoopGate _gate = new(task);
    private byte[] _outgoing = new byte[FirstCapacity];
    private bool _broken, _disposed;

    /// <summary>Enters the send side; true owes exactly one of the sends below.</summary>
    public ValueTask<bool> EnterSendAsync(Instant deadline) => _gate.EnterAsync(deadline);

    /// <summary>The buffer of the next record, between <see cref="EnterSendAsync"/> and the send; the caller writes at the offset that the send names.</summary>
    /// <param name="length">Bytes of the whole record with its prefix.</param>
    public Span<byte> Buffer(int length)
    {
        if (_outgoing.Length < length)
            _outgoing = new byte[Math.Max(length, Math.Min(2 * _outgoing.Length, OuterFrame.HeaderLength + TransportCipher.MaximumRecordLength))];
        return _outgoing.AsSpan(0, length);
    }

    /// <summary>Seals the plaintext that lies at <see cref="TransportRecord.PlaintextOffset"/>, sends the record and leaves the send side.</summary>
    public ValueTask<StreamStatus> SendPlaintextAsync(int plaintextLength, Instant deadline)
    {
        if (_broken || _disposed)
            return Leave(StreamStatus.Broken);
        return TransportRecord.Seal(ciphers.Send, _outgoing, plaintextLength, out int length) is NoiseError.None
            ? WriteAsync(length, deadline)
            : Leave(StreamStatus.Crypto);
    }

    /// <summary>Puts a frame around the payload that lies at <see cref="FrameRecord.PayloadOffset"/>, seals and sends it, leaves the send side.</summary>
    public ValueTask<StreamStatus> SendFrameAsync(uint channel, int payloadLength, Instant deadline)
    {
        if (_broken || _disposed)
            return Leave(StreamStatus.Broken);
        return FrameRecord.Seal(ciphers.Send, _outgoing, channel, payloadLength, out int length) is NoiseError.None
            ? WriteAsync(length, deadline)
            : Leave(StreamStatus.Crypto);
    }

    /// <summary>Receives and opens the next record.</summary>
    /// <param name="deadline">Until when its first byte is waited for.</param>
    /// <param name="limit">An end of everything, also of a record that has begun.</param>
    /// <returns>Ok with the plaintext, which lasts until the next receive; else why there is none.</returns>
    public async ValueTask<(StreamStatus Status, ReadOnlyMemory<byte> Plaintext)> ReceiveAsync(Instant deadline, Instant limit)
    {
        var frame = await frames.ReadAsync(deadline, limit);
        if (frame.Status is not ReadFrameStatus.Ok)
            return (StatusOf(frame.Status), default);
        return _disposed ? (StreamStatus.Crypto, default) : Open(frame.Content);
    }

    /// <summary>Forgets the keys.</summary>
    public void Dispose()
    {
        _disposed = true;
        ciphers.Dispose();
    }

    private (StreamStatus Status, ReadOnlyMemory<byte> Plaintext) Open(Memory<byte> record)
        => TransportRecord.Open(ciphers.Receive, record.Span, out var plaintext) is NoiseError.None
            ? (StreamStatus.Ok, record[..plaintext.Length])
            : (StreamStatus.Crypto, default);

    private static StreamStatus StatusOf(ReadFrameStatus status) => status switch
    {
        ReadFrameStatus.TimedOut => StreamStatus.TimedOut,
        ReadFrameStatus.Closed => StreamStatus.Closed,
        ReadFrameStatus.BadLength => StreamStatus.Protocol,
        _ => StreamStatus.Broken,
    };

    private async ValueTask<StreamStatus> WriteAsync(int length, Instant deadline)
    {
        var written = await transport.WriteAsync(_outgoing.AsMemory(0, length), deadline);

        // Part of a record may be out: nothing that follows could be read.
        _broken |= written is not TransportStatus.Ok;
        _gate.Leave();
        return written switch
        {
            TransportStatus.Ok => StreamStatus.Ok,
            TransportStatus.TimedOut => StreamStatus.TimedOut,
            _ => StreamStatus.Broken,
        };
    }

    // A record that could not be sealed leaves the counters of both sides apart.
    private ValueTask<StreamStatus> Leave(StreamStatus status)
    {
        _broken = true;
        _gate.Leave();
        return ValueTask.FromResult(status);
    }
}
