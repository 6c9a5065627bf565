namespace DSoftBus.KernelShim.Panics;

/// <summary>Whether a word of the stack can be a return address: the bytes before it are those of a CALL. The host decodes them properly; this keeps numbers that happen to lie in the code's range out of the report.</summary>
internal static unsafe class CallSite
{
    private const byte NearCall = 0xe8;
    private const int NearCallLength = 5;
    private const byte Indirect = 0xff;
    private const int ShortestIndirect = 2;
    private const int LongestIndirect = 7;

    /// <summary>The middle field of ModRM says which instruction 0xFF is; 2 is CALL (Intel SDM volume 2, table A-6).</summary>
    private const int OperationMask = 0x38;
    private const int CallOperation = 2 << 3;

    public static bool Precedes(ulong address)
    {
        if (CodeAt(address - NearCallLength) == NearCall)
            return true;
        for (ulong length = ShortestIndirect; length <= LongestIndirect; length++)
        {
            if (CodeAt(address - length) == Indirect && (CodeAt(address - length + 1) & OperationMask) == CallOperation)
                return true;
        }

        return false;
    }

    private static int CodeAt(ulong address) => CrashMemory.TryPeekCode(address, out byte value) ? value : -1;
}
