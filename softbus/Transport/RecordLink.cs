using System.Buffers.Binary;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Noise;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>
/// Encrypted records on a byte stream: <c>u32 big-endian length, ciphertext, tag</c> (session-frames.md section 1). A record is sealed
/// and opened where it lies. Sends take turns; the plaintext is written once, behind the room for the prefix.
/// </summary>
public sealed class RecordLink(TaskContext task, IByteStream transport, OuterFrameReader reader, TransportCiphers ciphers) : IDisposable
{
    /// <summary>Most plaintext bytes of a record (session-frames.md section 1).</summary>
    public const int MaxPlaintext = TransportCipher.MaximumRecordLength - ChaCha20Poly1305.TagLength;

    private const int FirstCapacity = 1024;

    private readonly LoopGate _gate = new(task);
    private byte[] _outgoing = new byte[FirstCapacity];
    private bool _broken, _disposed;

    /// <summary>Enters the send side; true owes a <see cref="SealAndSendAsync"/> or <see cref="LeaveSend"/>.</summary>
    public ValueTask<bool> EnterSendAsync(Instant deadline) => _gate.EnterAsync(deadline);

    /// <summary>Leaves the send side without sending.</summary>
    public void LeaveSend() => _gate.Leave();

    /// <summary>Where the plaintext of the next record goes; between <see cref="EnterSendAsync"/> and <see cref="SealAndSendAsync"/>.</summary>
    /// <param name="length">At most <see cref="MaxPlaintext"/>.</param>
    public Span<byte> Plaintext(int length)
    {
        int needed = OuterFrameReader.PrefixLength + length + ChaCha20Poly1305.TagLength;
        if (_outgoing.Length < needed)
            _outgoing = new byte[Math.Max(needed, Math.Min(2 * _outgoing.Length, OuterFrameReader.PrefixLength + TransportCipher.MaximumRecordLength))];
        return _outgoing.AsSpan(OuterFrameReader.PrefixLength, length);
    }

    /// <summary>Seals the first <paramref name="length"/> bytes of <see cref="Plaintext"/>, sends the record and leaves the send side.</summary>
    public async ValueTask<StreamStatus> SealAndSendAsync(int length, Instant deadline)
    {
        try
        {
            if (_broken || _disposed)
                return StreamStatus.Broken;
            int recordLength = length + ChaCha20Poly1305.TagLength;
            if (ciphers.Send.Seal(_outgoing.AsSpan(OuterFrameReader.PrefixLength, recordLength)) is not NoiseError.None)
                return Break(StreamStatus.Crypto);
            BinaryPrimitives.WriteInt32BigEndian(_outgoing, recordLength);
            var status = await transport.WriteAsync(_outgoing.AsMemory(0, OuterFrameReader.PrefixLength + recordLength), deadline);
            return status switch
            {
                TransportStatus.Ok => StreamStatus.Ok,
                TransportStatus.TimedOut => Break(StreamStatus.TimedOut),
                _ => Break(StreamStatus.Broken),
            };
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Receives and opens the next record.</summary>
    /// <param name="deadline">Until when its first byte is waited for.</param>
    /// <param name="limit">An end of everything, also of a record that has begun.</param>
    /// <returns>Ok with the plaintext, which lasts until the next receive; else why there is none.</returns>
    public async ValueTask<(StreamStatus Status, ReadOnlyMemory<byte> Plaintext)> ReceiveAsync(Instant deadline, Instant limit)
    {
        var frame = await reader.ReadAsync(TransportCipher.MaximumRecordLength, deadline, limit);
        if (frame.Status is not OuterFrameStatus.Ok)
            return (StatusOf(frame.Status), default);
        if (_disposed || ciphers.Receive.Open(frame.Content.Span) is not NoiseError.None)
            return (StreamStatus.Crypto, default);
        return (StreamStatus.Ok, frame.Content[..^ChaCha20Poly1305.TagLength]);
    }

    /// <summary>Forgets the keys.</summary>
    public void Dispose()
    {
        _disposed = true;
        ciphers.Dispose();
    }

    private static StreamStatus StatusOf(OuterFrameStatus status) => status switch
    {
        OuterFrameStatus.TimedOut => StreamStatus.TimedOut,
        OuterFrameStatus.Closed => StreamStatus.Closed,
        OuterFrameStatus.TooLong => StreamStatus.Protocol,
        _ => StreamStatus.Broken,
    };

    // Part of a record may be out: nothing that follows could be read.
    private StreamStatus Break(StreamStatus status)
    {
        _broken = true;
        return status;
    }
}
