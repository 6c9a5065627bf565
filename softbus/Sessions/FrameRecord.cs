using System.Buffers.Binary;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Messages.Dsoftbus;
using DSoftBus.Softbus.Noise;

namespace DSoftBus.Softbus.Sessions;

/// <summary>
/// A <c>Frame{chan, bytes}</c> inside one record, built around a payload that is never copied: the caller writes the payload at
/// <see cref="PayloadOffset"/>, everything else goes around it. The bytes are those of the Cap'n Proto writer.
/// <code>
///  0        4               12             20     28             36
///  | length | segment table | root pointer | chan | list pointer | payload, 0..7 padding | tag |
/// </code>
/// </summary>
public static class FrameRecord
{
    /// <summary>Where the payload starts in the buffer.</summary>
    public const int PayloadOffset = TransportRecord.PlaintextOffset + MessageOverhead;

    /// <summary>Most bytes of payload: with 32 bytes of message around it and padding, 65512 of 65519 (session-frames.md section 1).</summary>
    public const int MaximumPayloadLength = 65480;

    private const int MessageOverhead = 32;

    /// <summary>Bytes that a buffer needs for a payload.</summary>
    public static int BufferLength(int payloadLength) => TransportRecord.Overhead + MessageLength(payloadLength);

    /// <summary>Writes the frame around the payload at <see cref="PayloadOffset"/> and seals the record.</summary>
    /// <param name="buffer">At least <see cref="BufferLength"/> bytes.</param>
    /// <param name="length">Bytes to send, from the start of the buffer; 0 on error.</param>
    /// <returns>TooLong above <see cref="MaximumPayloadLength"/>; CounterExhausted ends the session.</returns>
    public static NoiseError Seal(TransportCipher cipher, Span<byte> buffer, uint channel, int payloadLength, out int length)
    {
        length = 0;
        if (payloadLength > MaximumPayloadLength)
            return NoiseError.TooLong;
        int messageLength = MessageLength(payloadLength);
        var message = buffer.Slice(TransportRecord.PlaintextOffset, messageLength);
        BinaryPrimitives.WriteUInt32LittleEndian(message, 0); // one segment
        BinaryPrimitives.WriteUInt32LittleEndian(message[4..], (uint)((messageLength - MessageBuilder.TableLength) / MessageReader.WordLength));
        BinaryPrimitives.WriteUInt64LittleEndian(message[8..], WirePointer.Struct(0, Frame.DataWords, Frame.PointerCount).Word);
        BinaryPrimitives.WriteUInt64LittleEndian(message[16..], channel);
        BinaryPrimitives.WriteUInt64LittleEndian(message[24..], WirePointer.List(0, ElementSize.Byte, payloadLength).Word);
        message[(MessageOverhead + payloadLength)..].Clear();
        return TransportRecord.Seal(cipher, buffer, messageLength, out length);
    }

    private static int MessageLength(int payloadLength) => MessageOverhead + MessageBuilder.PaddedLength(payloadLength);
}
