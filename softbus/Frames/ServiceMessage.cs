namespace DSoftBus.Softbus.Frames;

/// <summary>
/// A request or reply of channels 1 and 2, also as IPC body to the service task: <c>opcode u8</c>, then one Cap'n Proto message
/// (services.md section 7). The reply repeats the opcode.
/// </summary>
public static class ServiceMessage
{
    /// <summary>Most bytes after the opcode in a request through the proxy (decisions.md, Sessions).</summary>
    public const int MaximumRequestLength = 256;

    /// <summary>Channel 1: RegisterRequest.</summary>
    public const byte SamgrRegister = 1;

    /// <summary>Channel 1: ResolveRequest.</summary>
    public const byte SamgrResolve = 2;

    /// <summary>Channel 1: Heartbeat.</summary>
    public const byte SamgrHeartbeat = 3;

    /// <summary>Channel 2: InstallRequest.</summary>
    public const byte BundlemgrInstall = 1;

    /// <summary>Channel 2: QueryRequest.</summary>
    public const byte BundlemgrQuery = 2;

    /// <summary>Channel 2: GetPayloadRequest.</summary>
    public const byte BundlemgrGetPayload = 3;

    /// <summary>Splits opcode and message; false for no bytes at all.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out byte opcode, out ReadOnlySpan<byte> message)
    {
        opcode = bytes.IsEmpty ? (byte)0 : bytes[0];
        message = bytes.IsEmpty ? default : bytes[1..];
        return !bytes.IsEmpty;
    }
}
