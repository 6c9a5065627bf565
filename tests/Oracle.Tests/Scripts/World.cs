using DSoftBus.Tests.Oracle.Rigs;

namespace DSoftBus.Tests.Oracle.Scripts;

/// <summary>A subject and its kernel peer on one link. The script is the same in every world, and so must its transcript be.</summary>
internal abstract class World(Runner subject, Runner peer, string subjectAddress, string peerAddress, string network)
{
    public Runner Subject => subject;

    public Runner Peer => peer;

    /// <summary>Puts this world's addresses into a command.</summary>
    public string Fill(string command, int port) => command
        .Replace("$subject", subjectAddress, StringComparison.Ordinal)
        .Replace("$peer", peerAddress, StringComparison.Ordinal)
        .Replace("$broadcast", $"{network}.255", StringComparison.Ordinal)
        .Replace("$port", $"{port}", StringComparison.Ordinal)
        .Replace("$other", $"{port + 1}", StringComparison.Ordinal);

    /// <summary>A fresh subject; what earlier scripts left is gone.</summary>
    public abstract Task BeginAsync(Script script);

    public abstract Task EndAsync();

    /// <summary>What <paramref name="who"/> sends is lost from now on.</summary>
    public abstract Task CutAsync(string who);

    /// <summary>What <paramref name="who"/> sends arrives again.</summary>
    public abstract Task HealAsync(string who);

    /// <summary>Echo requests by the tool <c>ping</c>, or by the stack.</summary>
    public abstract Task<string> PingAsync(string who, int octets, bool dontFragment);

    protected static async Task<string> PingAsync(Qemu.Namespace.NetNamespace from, string to, int octets, bool dontFragment)
    {
        string[] fragments = dontFragment ? ["-M", "do"] : [];
        var (_, output) = await Tool.RunAsync(from, TimeSpan.FromSeconds(40), "ping", ["-c", "3", "-i", "0.01", "-W", "20", "-s", $"{octets}", .. fragments, to]);
        if (output.Contains("3 packets transmitted, 3 received", StringComparison.Ordinal))
            return "ok";
        return output.Contains("message too long", StringComparison.OrdinalIgnoreCase) ? "too-long" : $"lost: {output.ReplaceLineEndings(" ")}";
    }
}
