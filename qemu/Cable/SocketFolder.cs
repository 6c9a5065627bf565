using System.Security.Cryptography;
using System.Text;

namespace DSoftBus.Qemu.Cable;

/// <summary>A short temporary folder for socket files, deleted with everything in it by <see cref="Dispose"/>.</summary>
/// <remarks>
/// A unix socket path holds at most 107 bytes, so the folder never lies below a checkout. While it lives, its owner holds an
/// advisory lock on the file <c>lock</c> in it; the kernel drops that lock with the process. So a folder that a killed harness
/// left behind is recognised, and removed by the next one.
/// </remarks>
public sealed class SocketFolder : IDisposable
{
    /// <summary>Longest path of a unix socket in bytes (<c>sun_path</c> less its terminator).</summary>
    public const int LongestPath = 107;

    private const string Prefix = "softbus-";
    private const int RoomForName = 24;

    private readonly FileStream _lock;

    private SocketFolder(string folder, FileStream held)
    {
        Folder = folder;
        _lock = held;
    }

    public string Folder { get; }

    /// <summary>Makes a folder under <paramref name="parent"/> (default: the temporary folder, or /tmp where that is too long).</summary>
    public static SocketFolder Create(string? parent = null)
    {
        parent ??= Encoding.UTF8.GetByteCount(Path.GetTempPath()) <= LongestPath - RoomForName - Prefix.Length - 12 ? Path.GetTempPath() : "/tmp";
        RemoveAbandoned(parent);
        string folder = Path.Combine(parent, Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new SocketFolder(folder, TryLock(folder) ?? throw new IOException($"{folder} is locked by another process."));
    }

    /// <summary>Path of a socket in the folder.</summary>
    /// <exception cref="ArgumentException">The path would exceed <see cref="LongestPath"/> bytes.</exception>
    public string PathOf(string name)
    {
        string path = Path.Combine(Folder, name);
        return Encoding.UTF8.GetByteCount(path) <= LongestPath
            ? path
            : throw new ArgumentException($"'{path}' is longer than a unix socket path may be ({LongestPath} bytes).", nameof(name));
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        _lock.Dispose();
    }

    private static void RemoveAbandoned(string parent)
    {
        foreach (string folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            try
            {
                // Without a lock file it is being created right now, or not ours.
                if (!File.Exists(Path.Combine(folder, "lock")) || TryLock(folder) is not { } held)
                    continue;
                Directory.Delete(folder, recursive: true);
                held.Dispose();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // Another user's, or another harness is removing it too.
            }
        }
    }

    private static FileStream? TryLock(string folder)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX) on Unix.
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
