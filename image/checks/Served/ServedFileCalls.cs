namespace DSoftBus.Image.Checks.Served;

/// <summary>Descriptors, pipes, and the few paths that exist.</summary>
internal static unsafe class ServedFileCalls
{
    private const nint CurrentFolder = -100;
    private const nint NoEntry = -2;
    private const nint Exists = -17;
    private const nint ReadOnly = -30;
    private const nint BadDescriptor = -9;
    private const nint NotTerminal = -25;
    private const nint DuplicateCloseOnExec = 1030;
    private const int KindMask = 0xf000;
    private const int FolderKind = 0x4000;
    private const int ModeOffset = 24; // st_mode

    public static void Run(CheckLog log)
    {
        CheckPipe(log);
        CheckPaths(log);
        CheckDescriptors(log);
    }

    private static void CheckPipe(CheckLog log)
    {
        int* ends = stackalloc int[2];
        byte* buffer = stackalloc byte[16];
        nint opened = Machine.Call(293, (nint)ends, 0);
        ServedCallChecks.Check(log, 293, "pipe2", opened == 0 && ends[1] > ends[0] && ends[0] > 2);
        fixed (byte* text = "abcdef"u8)
        {
            nint written = Machine.Call(1, ends[1], (nint)text, 6);
            ServedCallChecks.Check(log, 1, "write", written == 6);
            nint read = Machine.Call(0, ends[0], (nint)buffer, 16);
            ServedCallChecks.Check(log, 0, "read", read == 6 && new ReadOnlySpan<byte>(buffer, 6).SequenceEqual("abcdef"u8));
            nint* vectors = stackalloc nint[4] { (nint)text, 2, (nint)text + 4, 1 };
            written = Machine.Call(20, ends[1], (nint)vectors, 2);
            read = written > 0 ? Machine.Call(0, ends[0], (nint)buffer, 16) : 0; // an empty pipe would be waited for
            ServedCallChecks.Check(log, 20, "writev", written == 3 && read == 3 && new ReadOnlySpan<byte>(buffer, 3).SequenceEqual("abe"u8));
        }

        CheckFullPipe(log, ends);
        bool closed = Machine.Call(3, ends[0]) == 0 && Machine.Call(3, ends[1]) == 0 && Machine.Call(3, ends[1]) == BadDescriptor;
        ServedCallChecks.Check(log, 3, "close", closed);
    }

    /// <summary>A writer fills the pipe and waits until a reader, a thread of its own, has made room; every byte arrives in order.</summary>
    private static void CheckFullPipe(CheckLog log, int* ends)
    {
        const int Total = 20_000;
        nint from = ends[0];
        int wrong = 0;
        var reader = new Thread(() =>
        {
            byte* piece = stackalloc byte[100];
            for (int done = 0; done < Total;)
            {
                nint count = Machine.Call(0, from, (nint)piece, 100);
                for (int i = 0; i < count; i++)
                    wrong += piece[i] == (byte)(done + i) ? 0 : 1;
                done += (int)Math.Max(count, 1);
            }
        });
        byte* bytes = stackalloc byte[256];
        for (int i = 0; i < 256; i++)
            bytes[i] = (byte)i;
        reader.Start();
        int failed = 0;
        for (int done = 0; done < Total;)
        {
            nint count = Machine.Call(1, ends[1], (nint)bytes + done % 256, Math.Min(256 - done % 256, Total - done));
            failed += count > 0 ? 0 : 1;
            done += (int)Math.Max(count, 1);
        }

        reader.Join();
        log.Check("a full pipe holds its writer up, not its bytes", wrong == 0 && failed == 0, $"{wrong} wrong, {failed} failed");
    }

    private static void CheckPaths(CheckLog log)
    {
        byte* status = stackalloc byte[144];
        byte* text = stackalloc byte[64];
        fixed (byte* root = "/\0"u8, self = "/proc/self/exe\0"u8, missing = "/nope\0"u8)
        {
            ServedCallChecks.Check(log, 4, "stat", Machine.Call(4, (nint)root, (nint)status) == 0 && IsFolder(status));
            ServedCallChecks.Check(log, 6, "lstat", Machine.Call(6, (nint)root, (nint)status) == 0 && IsFolder(status));
            ServedCallChecks.Check(log, 262, "newfstatat", Machine.Call(262, CurrentFolder, (nint)root, (nint)status, 0) == 0 && IsFolder(status));
            ServedCallChecks.Check(log, 21, "access", Machine.Call(21, (nint)missing, 0) == NoEntry);
            ServedCallChecks.Check(log, 137, "statfs", Machine.Call(137, (nint)missing, (nint)status) == NoEntry);
            ServedCallChecks.Check(log, 79, "getcwd", Machine.Call(79, (nint)text, 64) == 2 && text[0] == '/' && text[1] == 0);
            ServedCallChecks.Check(log, 80, "chdir", Machine.Call(80, (nint)root) == 0 && Machine.Call(80, (nint)missing) == NoEntry);
            ServedCallChecks.Check(log, 82, "rename", Machine.Call(82, (nint)missing, (nint)root) == NoEntry && Machine.Call(82, (nint)root, (nint)missing) == ReadOnly);
            ServedCallChecks.Check(log, 84, "rmdir", Machine.Call(84, (nint)missing) == NoEntry && Machine.Call(84, (nint)root) == ReadOnly);
            ServedCallChecks.Check(log, 87, "unlink", Machine.Call(87, (nint)missing) == NoEntry && Machine.Call(87, (nint)root) == ReadOnly);
            ServedCallChecks.Check(log, 88, "symlink", Machine.Call(88, (nint)root, (nint)missing) == ReadOnly && Machine.Call(88, (nint)root, (nint)self) == NoEntry && Machine.Call(88, (nint)missing, (nint)root) == Exists);
            ServedCallChecks.Check(log, 90, "chmod", Machine.Call(90, (nint)missing, 0) == NoEntry && Machine.Call(90, (nint)root, 0) == ReadOnly);
            nint length = Machine.Call(89, (nint)self, (nint)text, 64);
            ServedCallChecks.Check(log, 89, "readlink", length == 8 && new ReadOnlySpan<byte>(text, 8).SequenceEqual("/softbus"u8));
        }
    }

    private static void CheckDescriptors(CheckLog log)
    {
        byte* status = stackalloc byte[144];
        byte* text = stackalloc byte[64];
        fixed (byte* path = "/proc/meminfo\0"u8)
        {
            nint file = Machine.Call(257, CurrentFolder, (nint)path, 0);
            ServedCallChecks.Check(log, 257, "openat", file > 2 && Machine.Call(0, file, (nint)text, 8) == 8 && new ReadOnlySpan<byte>(text, 8).SequenceEqual("MemTotal"u8));
            ServedCallChecks.Check(log, 8, "lseek", Machine.Call(8, file, 3, 0) == 3 && Machine.Call(0, file, (nint)text, 5) == 5 && new ReadOnlySpan<byte>(text, 5).SequenceEqual("Total"u8));
            bool readAt = Machine.Call(17, file, (nint)text, 3, 3) == 3 && new ReadOnlySpan<byte>(text, 3).SequenceEqual("Tot"u8);
            ServedCallChecks.Check(log, 17, "pread64", readAt && Machine.Call(8, file, 0, 1) == 8 && Machine.Call(17, file, (nint)text, 3, 1 << 20) == 0);
            ServedCallChecks.Check(log, 73, "flock", Machine.Call(73, file, 1) == 0 && Machine.Call(73, 60, 1) == BadDescriptor);
            ServedCallChecks.Check(log, 221, "fadvise64", Machine.Call(221, file) == 0 && Machine.Call(221, 60) == BadDescriptor);
            ServedCallChecks.Check(log, 5, "fstat", Machine.Call(5, file, (nint)status) == 0 && *(int*)(status + ModeOffset) != 0);
            nint copy = Machine.Call(32, file);
            ServedCallChecks.Check(log, 32, "dup", copy > 2 && copy != file && Machine.Call(3, copy) == 0);
            copy = Machine.Call(72, file, DuplicateCloseOnExec, 20);
            ServedCallChecks.Check(log, 72, "fcntl", copy >= 20 && Machine.Call(3, copy) == 0);
            ServedCallChecks.Check(log, 16, "ioctl", Machine.Call(16, file, 0x5401, (nint)text) == NotTerminal);
            Machine.Call(3, file);
        }
    }

    private static bool IsFolder(byte* status) => (*(int*)(status + ModeOffset) & KindMask) == FolderKind;
}
