using DSoftBus.KernelShim.Calls.Files;
using DSoftBus.KernelShim.Memory;

namespace DSoftBus.KernelShim.Calls;

/// <summary>Calls that would change what paths name. The one folder is the root; nothing can be put into it or taken out of it.</summary>
internal static unsafe class PathCalls
{
    private struct Scratch
    {
        public fixed byte Bytes[ProgramMemory.LongestText];
    }

    private static Scratch _scratch;

    /// <summary>chdir: the root is the only folder.</summary>
    public static long ChangeFolder(ulong path)
    {
        fixed (byte* text = _scratch.Bytes)
        {
            long error = Copy(text, path);
            return error != 0 ? error : SyntheticFiles.Is(text, "/"u8) ? 0 : Error.NoEntry;
        }
    }

    /// <summary>rename, rmdir, unlink, chmod: what exists cannot be changed.</summary>
    public static long Change(ulong path)
    {
        fixed (byte* text = _scratch.Bytes)
        {
            long error = Copy(text, path);
            return error != 0 ? error : Exists(text) ? Error.ReadOnly : Error.NoEntry;
        }
    }

    /// <summary>symlink: nothing can be made in the root, and there is no other folder.</summary>
    public static long Create(ulong path)
    {
        fixed (byte* text = _scratch.Bytes)
        {
            long error = Copy(text, path);
            return error != 0 ? error : Exists(text) ? Error.Exists : IsInRoot(text) ? Error.ReadOnly : Error.NoEntry;
        }
    }

    private static long Copy(byte* text, ulong path)
    {
        long length = ProgramMemory.CopyText(text, path, ProgramMemory.LongestText);
        return length < 0 ? FileCalls.TextError(length) : 0;
    }

    private static bool Exists(byte* path) => SyntheticFiles.Is(path, "/"u8) || SyntheticFiles.Exists(path);

    private static bool IsInRoot(byte* path)
    {
        int at = path[0] == '/' ? 1 : 0; // a relative path begins at the root too
        while (path[at] != 0 && path[at] != '/')
            at++;
        return path[at] == 0;
    }
}
