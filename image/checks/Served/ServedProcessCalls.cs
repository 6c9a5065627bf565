namespace DSoftBus.Image.Checks.Served;

/// <summary>What the process may know about itself and the machine.</summary>
internal static unsafe class ServedProcessCalls
{
    private const nint StackLimit = 3;
    private const nint ThreadName = 15;

    public static void Run(CheckLog log)
    {
        ulong* words = stackalloc ulong[64];
        ServedCallChecks.Check(log, 39, "getpid", Machine.Call(39) == 1);
        ServedCallChecks.Check(log, 63, "uname", Machine.Call(63, (nint)words) == 0 && new ReadOnlySpan<byte>(words, 6).SequenceEqual("Linux\0"u8));
        words[0] = 0;
        ServedCallChecks.Check(log, 97, "getrlimit", Machine.Call(97, StackLimit, (nint)words) == 0 && words[0] >= 1 << 20);
        words[0] = 0;
        ServedCallChecks.Check(log, 302, "prlimit64", Machine.Call(302, 0, StackLimit, 0, (nint)words) == 0 && words[0] >= 1 << 20);
        words[4] = 0;
        ServedCallChecks.Check(log, 98, "getrusage", Machine.Call(98, 0, (nint)words) == 0 && words[4] > 0);
        words[4] = 0;
        ServedCallChecks.Check(log, 99, "sysinfo", Machine.Call(99, (nint)words) == 0 && words[4] >= 8 << 20);
        foreach ((int number, string name) in new[] { (102, "getuid"), (104, "getgid"), (107, "geteuid"), (108, "getegid") })
            ServedCallChecks.Check(log, number, name, Machine.Call(number) == 0);
        fixed (byte* name = "checks\0"u8)
            ServedCallChecks.Check(log, 157, "prctl", Machine.Call(157, ThreadName, (nint)name) == 0);
        words[0] = words[1] = 0;
        ServedCallChecks.Check(log, 318, "getrandom", Machine.Call(318, (nint)words, 16, 0) == 16 && (words[0] | words[1]) != 0);
    }
}
