namespace DSoftBus.Softbus.Transport;

/// <summary>The error answer on channels 1, 2, 3 and 16: bytes <c>FF, opcode, code</c> (decisions.md "Sessions").</summary>
public static class ErrorAnswer
{
    public const int Length = 3;

    private const byte Mark = 0xFF;

    /// <summary>Writes it and returns <see cref="Length"/>.</summary>
    /// <param name="opcode">Opcode of the request; on channel 3 its kind byte; 0 when it had none.</param>
    public static int Write(Span<byte> destination, byte opcode, ErrorCode code)
    {
        destination[0] = Mark;
        destination[1] = opcode;
        destination[2] = (byte)code;
        return Length;
    }

    /// <summary>Whether a payload is an error answer; a Cap'n Proto answer begins with its opcode, which is never FF.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out byte opcode, out ErrorCode code)
    {
        bool isError = payload.Length == Length && payload[0] == Mark;
        opcode = isError ? payload[1] : (byte)0;
        code = isError ? (ErrorCode)payload[2] : 0;
        return isError;
    }
}
