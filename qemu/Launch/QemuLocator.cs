namespace DSoftBus.Qemu.Launch;

/// <summary>Finds the emulator on this machine.</summary>
public static class QemuLocator
{
    /// <summary>Name of the program, as Debian installs it.</summary>
    public const string Program = "qemu-system-x86_64";

    /// <summary>What a person has to do when it is missing; one line.</summary>
    public const string MissingText =
        Program + " was not found on PATH. Install it: sudo apt-get update && sudo apt-get install -y --no-install-recommends qemu-system-x86";

    /// <summary>Looks along a PATH value, in order.</summary>
    /// <param name="searchPath">Folders separated by colons; null counts as empty.</param>
    /// <param name="program">Full path of the first executable match, or the empty string.</param>
    /// <returns>Whether one was found.</returns>
    public static bool TryFind(string? searchPath, out string program)
    {
        foreach (string folder in (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            string candidate = Path.Combine(folder, Program);
            if (File.Exists(candidate) && IsExecutable(candidate))
            {
                program = candidate;
                return true;
            }
        }

        program = "";
        return false;
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode anyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & anyExecute) != 0;
    }
}
