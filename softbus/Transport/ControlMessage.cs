using System.Buffers.Binary;

namespace DSoftBus.Softbus.Transport;

/// <summary>A message of channel 0: <c>op u8</c> and a body, little-endian (decisions.md "Sessions").</summary>
/// <param name="Operation">What it is.</param>
/// <param name="Value">PING and PONG: the token. CLOSE: the reason. ERROR: the channel.</param>
/// <param name="Code">ERROR only.</param>
public readonly record struct ControlMessage(ControlOperation Operation, ulong Value, ErrorCode Code = 0)
{
    /// <summary>Bytes of the longest message.</summary>
    public const int MaxLength = 9;

    public static ControlMessage Ping(ulong token) => new(ControlOperation.Ping, token);

    public static ControlMessage Pong(ulong token) => new(ControlOperation.Pong, token);

    public static ControlMessage Close(byte reason) => new(ControlOperation.Close, reason);

    public static ControlMessage Error(uint channel, ErrorCode code) => new(ControlOperation.Error, channel, code);

    /// <summary>Writes the message and returns its length.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    public int Write(Span<byte> destination)
    {
        destination[0] = (byte)Operation;
        switch (Operation)
        {
            case ControlOperation.Ping or ControlOperation.Pong:
                BinaryPrimitives.WriteUInt64LittleEndian(destination[1..], Value);
                return 9;
            case ControlOperation.Close:
                destination[1] = (byte)Value;
                return 2;
            case ControlOperation.Error:
                BinaryPrimitives.WriteUInt32LittleEndian(destination[1..], (uint)Value);
                destination[5] = (byte)Code;
                return 6;
            default:
                throw new InvalidOperationException("There is no such control message.");
        }
    }

    /// <summary>Reads any bytes; <see cref="ControlOperation.None"/> for an unknown operation or a wrong length.</summary>
    public static ControlMessage Read(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [(byte)ControlOperation.Ping, .. { Length: 8 } token] => Ping(BinaryPrimitives.ReadUInt64LittleEndian(token)),
        [(byte)ControlOperation.Pong, .. { Length: 8 } token] => Pong(BinaryPrimitives.ReadUInt64LittleEndian(token)),
        [(byte)ControlOperation.Close, var reason] => Close(reason),
        [(byte)ControlOperation.Error, .. { Length: 5 } body] => Error(BinaryPrimitives.ReadUInt32LittleEndian(body), (ErrorCode)body[4]),
        _ => default,
    };
}
