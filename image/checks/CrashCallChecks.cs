namespace DSoftBus.Image.Checks;

/// <summary>The calls for crash reports with arguments that no honest program passes, and calls that do not exist.</summary>
internal static class CrashCallChecks
{
    private const nint BadAddress = -14;
    private const nint Invalid = -22;
    private const nint NoSuchCall = -38;
    private const nint Socket = 41;
    private const nint Statmount = 457;
    private const nint Nameless = 400;
    private static readonly nint Shim = unchecked((nint)0xffff_8000_0020_0000);
    private static readonly nint Empty = unchecked((nint)0x40_0000_0000);

    public static void Run(CheckLog log)
    {
        nint page = Machine.MapPages(2);
        Expect(log, "note in the shim's half", BadAddress, Machine.CrashNote, Shim, 4096);
        Expect(log, "note that wraps around", BadAddress, Machine.CrashNote, -8, 4096);
        Expect(log, "note that ends beyond the program's half", BadAddress, Machine.CrashNote, unchecked((nint)0x7fff_ffff_e000), 8192);
        Expect(log, "note of 23 bytes", Invalid, Machine.CrashNote, page, 23);
        Expect(log, "note of 65537 bytes", Invalid, Machine.CrashNote, page, 65537);
        Expect(log, "note of -1 bytes", Invalid, Machine.CrashNote, page, -1);
        Expect(log, "note at an odd address", Invalid, Machine.CrashNote, page + 1, 4096);
        Expect(log, "note of memory that is not there", 0, Machine.CrashNote, Empty, 4096);
        Expect(log, "note", 0, Machine.CrashNote, page, 4096);
        Expect(log, "note withdrawn", 0, Machine.CrashNote, 0, 0);
        Expect(log, "end with a reason of 161 bytes", Invalid, Machine.CrashEnd, 5, page, 161);
        Expect(log, "end with a reason in the shim's half", BadAddress, Machine.CrashEnd, 5, Shim, 8);
        Expect(log, "end with a reason that is not there", BadAddress, Machine.CrashEnd, 5, 0, 8);
        Expect(log, "a call that Linux has and the shim has not", NoSuchCall, Socket);
        Expect(log, "the same again", NoSuchCall, Socket);
        Expect(log, "a late call of Linux", NoSuchCall, Statmount);
        Expect(log, "a number without a name", NoSuchCall, Nameless);
        Expect(log, "a number far beyond", NoSuchCall, 70_000);
        Expect(log, "another far beyond", NoSuchCall, 70_001);
        Expect(log, "a negative number", NoSuchCall, -1);
    }

    private static void Expect(CheckLog log, string name, nint expected, nint number, nint a = 0, nint b = 0, nint c = 0)
    {
        nint result = Machine.Call(number, a, b, c);
        log.Check(name, result == expected, $"{result}");
    }
}
