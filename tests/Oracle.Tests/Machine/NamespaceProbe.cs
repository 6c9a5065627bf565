using DSoftBus.Qemu.Namespace;

namespace DSoftBus.Tests.Oracle.Machine;

/// <summary>Whether this machine lets us make a network namespace with a TAP device in it: tried once, by making one.</summary>
internal static class NamespaceProbe
{
    private static readonly Lazy<string?> Tried = new(Try);

    /// <summary>Why not, for the test report; null: it does.</summary>
    public static string? Reason => Tried.Value;

    private static string? Try()
    {
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
