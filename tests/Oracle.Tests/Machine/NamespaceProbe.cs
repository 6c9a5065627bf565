using DSoftBus.Qemu.Namespace;

namespace DSoftBus.Tests.Oracle.Machine;

/// <summary>Whether this machine lets us make a network namespace with a TAP device in it: tried once, by making one.</summary>
internal static class NamespaceProbe
{
    private static readonly string[] Always = ["ip", "sysctl", "ping", "tc", "tshark"];
    private static readonly Lazy<string?> Tried = new(Try);

    /// <summary>Why not, for the test report; null: it does.</summary>
    public static string? Reason => Tried.Value;

    /// <summary>As <see cref="Reason"/>, or which of the programs that a test needs besides is missing.</summary>
    public static string? ReasonWith(string[] programs) => Reason ?? Missing(programs);

    private static string? Missing(IEnumerable<string> programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return programs.FirstOrDefault(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))) is { } missing
            ? $"there is no program '{missing}' on the PATH; ./build.sh --target=Test installs what is missing when root runs it"
            : null;
    }

    private static string? Try()
    {
        if (Missing(Always) is { } missing)
            return missing;
        using var made = NetNamespace.TryCreate(out string problem);
        if (made is null)
            return $"no network namespace here: {problem}";
        try
        {
            made.AddTap("tap0", "10.77.0.1/24");
            return null;
        }
        catch (Exception refused) when (refused is InvalidOperationException or TimeoutException)
        {
            return $"no TAP device in a network namespace here: {refused.Message}";
        }
    }
}
