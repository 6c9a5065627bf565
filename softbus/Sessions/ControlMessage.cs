using System.Buffers.Binary;

namespace DSoftBus.Softbus.Sessions;

/// <summary>
/// One message of channel 0, little-endian (decisions.md, Channel 0):
/// <code>
///  01 token:u64   02 token:u64   03 reason:u8   7F channel:u32 code:u8
/// </code>
/// </summary>
/// <param name="Opcode">What it is.</param>
/// <param name="Token">Of Ping and Pong.</param>
/// <param name="Reason">Of Close; unknown numbers of newer peers are kept.</param>
/// <param name="Channel">Of Error.</param>
/// <param name="Error">Of Error; unknown numbers of newer peers are kept.</param>
public readonly record struct ControlMessage(
    ControlOpcode Opcode, ulong Token = 0, CloseReason Reason = default, uint Channel = 0, AnswerError Error = default)
{
    /// <summary>Bytes of the longest message.</summary>
    public const int MaximumLength = 9;

    public static ControlMessage Ping(ulong token) => new(ControlOpcode.Ping, Token: token);

    public static ControlMessage Pong(ulong token) => new(ControlOpcode.Pong, Token: token);

    public static ControlMessage Close(CloseReason reason) => new(ControlOpcode.Close, Reason: reason);

    public static ControlMessage Failed(uint channel, AnswerError error) => new(ControlOpcode.Error, Channel: channel, Error: error);

    /// <summary>Reads any bytes: None, UnknownOpcode, or Malformed for another length than the opcode has (and for no bytes).</summary>
    public static AnswerError TryRead(ReadOnlySpan<byte> bytes, out ControlMessage message)
    {
        message = default;
        if (bytes.IsEmpty)
            return AnswerError.Malformed;
        var opcode = (ControlOpcode)bytes[0];
        int length = LengthOf(opcode);
        if (length == 0)
            return AnswerError.UnknownOpcode;
        if (bytes.Length != length)
            return AnswerError.Malformed;
        message = opcode switch
        {
            ControlOpcode.Ping or ControlOpcode.Pong => new ControlMessage(opcode, Token: BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..])),
            ControlOpcode.Close => Close((CloseReason)bytes[1]),
            _ => Failed(BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]), (AnswerError)bytes[5]),
        };
        return AnswerError.None;
    }

    /// <param name="destination">At least <see cref="MaximumLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> destination)
    {
        destination[0] = (byte)Opcode;
        switch (Opcode)
        {
            case ControlOpcode.Ping or ControlOpcode.Pong:
                BinaryPrimitives.WriteUInt64LittleEndian(destination[1..], Token);
                break;
            case ControlOpcode.Close:
                destination[1] = (byte)Reason;
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(destination[1..], Channel);
                destination[5] = (byte)Error;
                break;
        }

        return LengthOf(Opcode);
    }

    private static int LengthOf(ControlOpcode opcode) => opcode switch
    {
        ControlOpcode.Ping or ControlOpcode.Pong => 9,
        ControlOpcode.Close => 2,
        ControlOpcode.Error => 6,
        _ => 0,
    };
}
