namespace DSoftBus.Image.Checks.Served;

/// <summary>Every call that the shim serves does what it is for, asked directly: a call that is missing turns exactly its line red.</summary>
/// <remarks>The number stands first in each line: <c>ok 3 call 9 mmap</c>.</remarks>
internal static class ServedCallChecks
{
    public static void Run(CheckLog log)
    {
        ServedFileCalls.Run(log);
        ServedMemoryCalls.Run(log);
        ServedSignalCalls.Run(log);
        ServedThreadCalls.Run(log);
        ServedTimeCalls.Run(log);
        ServedProcessCalls.Run(log);
        ServedDeviceCalls.Run(log);
    }

    public static void Check(CheckLog log, int number, string name, bool holds) =>
        log.Check(number < 0x1000 ? $"call {number} {name}" : $"call 0x{number:x} {name}", holds);
}
