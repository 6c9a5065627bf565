using Microsoft.CodeAnalysis;

namespace DSoftBus.Tests.Metal.Discovery;

/// <summary>What only the host has: the rule that keeps a test out of the guest.</summary>
internal sealed class HostNeed(string kind, string reason)
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["DSoftBus.Tests.Support.Golden"] = "Snapshot",
        ["DSoftBus.Tests.Support.RepositoryRoot"] = "File",
        ["System.IO.File"] = "File",
        ["System.IO.FileInfo"] = "File",
        ["System.IO.FileStream"] = "File",
        ["System.IO.Directory"] = "File",
        ["System.IO.DirectoryInfo"] = "File",
        ["System.Diagnostics.Process"] = "Process",
    };

    private static readonly Dictionary<string, string> Spaces = new(StringComparer.Ordinal)
    {
        ["System.Net.Sockets"] = "Socket",
        // It loads OpenSSL at run time; a static program cannot.
        ["System.Security.Cryptography"] = "Cryptography",
    };

    // Plain managed code in the same namespace.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) { "CryptographicOperations", "CryptographicException" };

    /// <summary>A member of <c>LeftOutKind</c>.</summary>
    public string Kind => kind;

    public string Reason => reason;

    /// <summary>The need that a use of <paramref name="type"/> means, or null.</summary>
    public static HostNeed? OfType(INamedTypeSymbol type)
    {
        if (Types.TryGetValue(type.ToDisplayString(), out string? known) || Spaces.TryGetValue(type.ContainingNamespace.ToDisplayString(), out known) && !Harmless.Contains(type.Name))
            return new HostNeed(known, $"uses {type.ToDisplayString()}");
        return null;
    }
}
