using System.Buffers.Binary;

namespace DSoftBus.Softbus.Sessions;

/// <summary>The length prefix around every handshake message and record: u32 big-endian, 1 to 65536 (session-frames.md section 1).</summary>
public static class OuterFrame
{
    /// <summary>Bytes of the prefix.</summary>
    public const int HeaderLength = 4;

    /// <summary>Most bytes behind the prefix.</summary>
    public const int MaximumLength = 65536;

    /// <param name="header">At least 4 bytes, written.</param>
    /// <param name="length">1 to 65536; another is a defect of the caller.</param>
    public static void WriteHeader(Span<byte> header, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumLength);
        BinaryPrimitives.WriteUInt32BigEndian(header, (uint)length);
    }
}
