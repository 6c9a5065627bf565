namespace DSoftBus.Softbus.Sessions;

/// <summary>
/// The answer to a request that was not served, on channels 1, 2, 16 and above (on 3 with the kind byte in the opcode's place):
/// <c>FF, opcode u8, code u8</c>. The session lives (decisions.md, Error answers).
/// </summary>
public static class ErrorAnswer
{
    /// <summary>Bytes of an error answer.</summary>
    public const int Length = 3;

    /// <summary>First byte; no opcode has this value.</summary>
    public const byte Mark = 0xff;

    /// <param name="destination">At least 3 bytes.</param>
    /// <param name="opcode">Of the request; 0 when it had none.</param>
    public static int Write(Span<byte> destination, byte opcode, AnswerError error)
    {
        destination[0] = Mark;
        destination[1] = opcode;
        destination[2] = (byte)error;
        return Length;
    }

    /// <summary>True for exactly an error answer. A code of a newer peer is kept as its number; 0 is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> answer, out byte opcode, out AnswerError error)
    {
        bool isError = answer.Length == Length && answer[0] == Mark && answer[2] != 0;
        opcode = isError ? answer[1] : (byte)0;
        error = isError ? (AnswerError)answer[2] : AnswerError.None;
        return isError;
    }
}
