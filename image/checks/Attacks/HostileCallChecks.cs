namespace DSoftBus.Image.Checks.Attacks;

/// <summary>System calls with arguments that no honest program passes: each answers its error, and the program runs on.</summary>
internal static unsafe class HostileCallChecks
{
    private const nint BadAddress = -14;
    private const nint Invalid = -22;
    private const nint BadDescriptor = -9;
    private const nint Busy = -16;
    private const nint NoEntry = -2;

    private static readonly nint Shim = Address(0xffff_8000_0020_0000);
    private static readonly nint NonCanonical = Address(0x8000_0000_0000_0000);

    public static void Run(CheckLog log)
    {
        nint page = Machine.MapPages(2);
        nint readOnly = Machine.MapPages(1, 1);
        Expect(log, "write from the shim's half", BadAddress, Machine.Write, 1, Shim, 16);
        Expect(log, "write from an unmapped page", BadAddress, Machine.Write, 1, Address(0x6fff_0000_0000), 16);
        Expect(log, "write from a non-canonical address", BadAddress, Machine.Write, 1, NonCanonical, 16);
        Expect(log, "write that wraps around", BadAddress, Machine.Write, 1, -8, 64);
        Expect(log, "write that runs into a hole", BadAddress, Machine.Write, 1, Address(0x7fff_ffff_e000), 0x3000);
        Expect(log, "write from the null area", BadAddress, Machine.Write, 1, 0x1000, 16);
        Expect(log, "random bytes to the shim's half", BadAddress, Machine.Random, Shim, 8);
        Expect(log, "random bytes to a read-only page", BadAddress, Machine.Random, readOnly, 8);
        Expect(log, "random bytes to the program's text", BadAddress, Machine.Random, (nint)(delegate*<CheckLog, void>)&Run, 8);
        Expect(log, "clock to the shim's half", BadAddress, Machine.ClockGet, 1, Shim);
        Expect(log, "clock that does not exist", Invalid, Machine.ClockGet, 99, page);
        Expect(log, "signal action to the shim's half", BadAddress, Machine.SignalAction, 10, 0, Shim, 8);
        Expect(log, "signal action 200", Invalid, Machine.SignalAction, 200, page, 0, 8);
        Expect(log, "signal action for SIGKILL", Invalid, Machine.SignalAction, 9, page, 0, 8);
        Expect(log, "signal mask to the shim's half", BadAddress, Machine.SignalMask, 0, 0, Shim, 8);
        Expect(log, "signal 99 to oneself", Invalid, Machine.SendSignal, 1, 1, 99);
        Expect(log, "signal to a thread that does not exist", -3, Machine.SendSignal, 1, 99_999, 10);
        Expect(log, "system name to null", BadAddress, Machine.Name, 0);
        Expect(log, "fixed mapping over the image", Invalid, Machine.Map, 0x40_0000, 4096, 3, Machine.Anonymous | Machine.Fixed, -1);
        Expect(log, "fixed mapping in the shim's half", Invalid, Machine.Map, Shim, 4096, 3, Machine.Anonymous | Machine.Fixed, -1);
        Expect(log, "fixed mapping of the last page", Invalid, Machine.Map, Address(0x7fff_ffff_f000), 4096, 3, Machine.Anonymous | Machine.Fixed, -1);
        Expect(log, "mapping of no bytes", Invalid, Machine.Map, 0, 0, 3, Machine.Anonymous, -1);
        Expect(log, "mapping larger than memory", -12, Machine.Map, 0, Address(1UL << 40), 3, Machine.Anonymous, -1);
        Expect(log, "mapping of a file", -19, Machine.Map, 0, 4096, 3, 2, 1);
        Expect(log, "unmapping the image", Invalid, Machine.Unmap, 0x40_0000, 4096);
        Expect(log, "unmapping an unaligned address", Invalid, Machine.Unmap, page + 1, 4096);
        Expect(log, "protecting the shim's half", -12, Machine.Protect, Shim, 4096, 3);
        Expect(log, "discarding the shim's half", Invalid, Machine.Advise, Shim, 4096, 4);
        Expect(log, "thread pointer that is non-canonical", -1, Machine.ThreadControl, 0x1002, NonCanonical);
        Expect(log, "wait on a word of the shim", BadAddress, Machine.Futex, Shim, 0x80, 0);
        Expect(log, "wait on an unaligned word", Invalid, Machine.Futex, page + 1, 0x80, 0);
        Expect(log, "thread with arguments in the shim's half", BadAddress, Machine.Clone3, Shim, 88);
        Expect(log, "second process", Invalid, Machine.Clone3, page, 88);
        Expect(log, "sleep with a time in the shim's half", BadAddress, Machine.Sleep, Shim);
        Expect(log, "read of descriptor -5", BadDescriptor, Machine.Read, -5, page, 8);
        Expect(log, "write to descriptor 2^30", BadDescriptor, Machine.Write, 1 << 30, page, 8);
        Expect(log, "close of descriptor 999", BadDescriptor, Machine.Close, 999);
        Expect(log, "open of a path in the shim's half", BadAddress, Machine.OpenAt, -100, Shim, 0);
        Expect(log, "a call that does not exist", -38, 5000);
        CheckDevices(log, page);
        CallSweep.Run(log);
        CallFuzz.Run(log);
        log.Check("the program still runs", Machine.Call(39) == 1);
    }

    private static void CheckDevices(CheckLog log, nint page)
    {
        Expect(log, "device 1000", NoEntry, Machine.DeviceInformation, 1000, page);
        Expect(log, "registers of device -1", NoEntry, Machine.DeviceMap, -1, page);
        Expect(log, "interrupt of device 1000", NoEntry, Machine.InterruptBind, 1000, page, page);
        Expect(log, "re-arming device 1000", NoEntry, Machine.InterruptRearm, 1000);
        Expect(log, "device memory: no pages", Invalid, Machine.DmaAllocate, 0, page);
        Expect(log, "device memory: 2^40 pages", Invalid, Machine.DmaAllocate, Address(1UL << 40), page);
        Expect(log, "device memory: result in the shim's half", BadAddress, Machine.DmaAllocate, 1, Shim);
        Expect(log, "freeing ordinary memory as device memory", Invalid, Machine.DmaFree, page, 1);
        Expect(log, "entropy: 257 bytes", Invalid, Machine.EntropyAdd, page, 257);
        Expect(log, "entropy from the shim's half", BadAddress, Machine.EntropyAdd, Shim, 8);
        Expect(log, "shim information to the shim's half", BadAddress, Machine.ShimInformation, Shim);
        if (Machine.Call(Machine.DeviceInformation, 0, page) != 0)
        {
            CheckLog.Note("no device: the calls that need one were not tried");
            return;
        }

        Expect(log, "interrupt words in the shim's half", BadAddress, Machine.InterruptBind, 0, Shim, Shim);
        Expect(log, "interrupt words in text", BadAddress, Machine.InterruptBind, 0, (nint)(delegate*<CheckLog, void>)&Run & ~3, page);
        Expect(log, "interrupt words that are unaligned", Invalid, Machine.InterruptBind, 0, page + 2, page);
        log.Check("interrupt words pin their page", Machine.Call(Machine.InterruptBind, 0, page, page + 4) == 0
            && Machine.Call(Machine.Unmap, page, 4096) == Busy && Machine.Call(Machine.InterruptRearm, 0) == 0);
    }

    private static nint Address(ulong value) => unchecked((nint)value);

    private static void Expect(CheckLog log, string name, nint expected, nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0)
    {
        nint result = Machine.Call(number, a, b, c, d, e);
        log.Check(name, result == expected, $"{result}");
    }
}
