using static DSoftBus.Image.Checks.Attacks.Argument;
using static DSoftBus.Image.Checks.Attacks.PointerUse;

namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Every place for a pointer in every call of the shim's table.</summary>
internal static class CallPointers
{
    public static readonly CallPointer[] Table =
    [
        new(0, "read of random bytes", Writes, 8, Argument.Random, Pointer, 8),
        new(0, "read of a text", Writes, 8, Argument.Text, Pointer, 8),
        new(1, "write to the serial port", Reads, 16, 1, Pointer, 16),
        new(4, "stat, path", PointerUse.Text, 1, Pointer, Good),
        new(4, "stat, result", Writes, 144, Root, Pointer),
        new(5, "fstat", Writes, 144, 1, Pointer),
        new(6, "lstat, path", PointerUse.Text, 1, Pointer, Good),
        new(6, "lstat, result", Writes, 144, Root, Pointer),
        new(13, "rt_sigaction, new", Reads, 32, 10, Pointer, 0, 8),
        new(13, "rt_sigaction, old", Writes, 32, 10, 0, Pointer, 8),
        new(14, "rt_sigprocmask, new", Reads, 8, 0, Pointer, 0, 8),
        new(14, "rt_sigprocmask, old", Writes, 8, 0, 0, Pointer, 8),
        new(17, "pread64 of a text", Writes, 8, Argument.Text, Pointer, 8, 0),
        new(20, "writev", Reads, 16, 1, Pointer, 1),
        new(21, "access", PointerUse.Text, 1, Pointer, 0),
        new(35, "nanosleep", Reads, 16, Pointer, 0),
        new(63, "uname", Writes, 390, Pointer),
        new(79, "getcwd", Writes, 2, Pointer, 100),
        new(80, "chdir", PointerUse.Text, 1, Pointer),
        new(82, "rename, old path", PointerUse.Text, 1, Pointer, Root),
        new(84, "rmdir", PointerUse.Text, 1, Pointer),
        new(87, "unlink", PointerUse.Text, 1, Pointer),
        new(88, "symlink, new path", PointerUse.Text, 1, Root, Pointer),
        new(89, "readlink, path", PointerUse.Text, 1, Pointer, Good, 64),
        new(89, "readlink, result", Writes, 8, Link, Pointer, 64),
        new(90, "chmod", PointerUse.Text, 1, Pointer, 0),
        new(96, "gettimeofday", Writes, 16, Pointer, 0),
        new(97, "getrlimit", Writes, 16, 3, Pointer),
        new(98, "getrusage", Writes, 144, 0, Pointer),
        new(99, "sysinfo", Writes, 112, Pointer),
        new(131, "sigaltstack, new", Reads, 24, Pointer, 0),
        new(131, "sigaltstack, old", Writes, 24, 0, Pointer),
        new(137, "statfs", PointerUse.Text, 1, Pointer, Good),
        new(158, "arch_prctl, FS base", Writes, 8, 0x1003, Pointer),
        new(201, "time", Writes, 8, Pointer),
        new(202, "futex wait", Reads, 4, Pointer, 0x80, 0) { IsAligned = true },
        new(202, "futex wait, timeout", Reads, 16, Good, 0x80, 0, Pointer),
        new(202, "futex wait on bits, timeout", Reads, 16, Good, 0x89, 0, Pointer, 0, -1),
        new(202, "futex compare and requeue", Reads, 4, Pointer, 0x84, 1, 1, Good, 0) { IsAligned = true },
        new(204, "sched_getaffinity", Writes, 8, 0, 8, Pointer),
        new(228, "clock_gettime", Writes, 16, 1, Pointer),
        new(229, "clock_getres", Writes, 16, 1, Pointer),
        new(230, "clock_nanosleep", Reads, 16, 1, 0, Pointer, 0),
        new(257, "openat", PointerUse.Text, 1, -100, Pointer, 0),
        new(262, "newfstatat, path", PointerUse.Text, 1, -100, Pointer, Good, 0),
        new(262, "newfstatat, empty path", Reads, 1, 1, Pointer, Good, 0x1000),
        new(262, "newfstatat, result", Writes, 144, -100, Root, Pointer, 0),
        new(293, "pipe2", Writes, 8, Pointer, 0),
        new(302, "prlimit64, old", Writes, 16, 0, 3, 0, Pointer),
        new(309, "getcpu, cpu", Writes, 4, Pointer, 0),
        new(309, "getcpu, node", Writes, 4, 0, Pointer),
        new(318, "getrandom", Writes, 8, Pointer, 8),
        new(435, "clone3", Reads, 64, Pointer, 88),
        new(0x1004, "DMA_ALLOCATE", Writes, 16, 1, Pointer),
        new(0x1006, "ENTROPY_ADD", Reads, 8, Pointer, 8),
        new(0x1007, "SHIM_INFO", Writes, 48, Pointer),
        new(0x1008, "SHIM_COUNTERS", Writes, 64, Pointer, 8),
        new(0x100a, "CRASH_END", Reads, 8, 5, Pointer, 8),
    ];

    /// <summary>Those that need a device.</summary>
    public static readonly CallPointer[] OfDevices =
    [
        new(0x1000, "DEVICE_INFO", Writes, 32, 0, Pointer),
        new(0x1001, "DEVICE_MAP", Writes, 8, 0, Pointer),
        new(0x1002, "INTERRUPT_BIND, line", Writes, 4, 0, Pointer, Good) { IsAligned = true },
        new(0x1002, "INTERRUPT_BIND, wake", Writes, 4, 0, Good, Pointer) { IsAligned = true },
    ];
}
