using System.Globalization;
using System.Text.RegularExpressions;
using DSoftBus.Tests.Oracle.Rigs;

namespace DSoftBus.Tests.Oracle.Captures;

/// <summary>What tshark's experts say about a capture: nothing malformed, no bad checksum, and on a clean link nothing that is not explained.</summary>
internal static partial class ExpertCheck
{
    /// <summary>PI_CHAT of Wireshark: the ordinary course of things.</summary>
    private const int Chat = 0x200000;

    /// <summary>PI_ERROR: malformed, bad checksum.</summary>
    private const int Error = 0x800000;

    /// <summary>The kernel's own other form of a checksum of zero, one in 65,536 segments.</summary>
    private const string KernelZero = "TCP Checksum 0xffff instead of 0x0000";

    /// <summary>Of the direction bits of a pcapng packet: our stack sent it.</summary>
    private const int Outbound = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>The complaints, one line each; empty is good.</summary>
    /// <param name="capture">A finished file.</param>
    /// <param name="explained">Parts of messages that the test itself brought about, as a regular expression; null: none.</param>
    /// <param name="onlyOurs">Only frames that our stack sent: what comes in was damaged on purpose.</param>
    public static async Task<List<string>> ComplaintsAsync(Capture capture, string? explained = null, bool onlyOurs = false)
    {
        // An ICMP error quotes the beginning of a segment, over which its checksum cannot be right.
        string filter = "((_ws.expert && !(icmp && (tcp || udp))) || icmp.checksum.status == 0 || ip.checksum.status == 0)";
        if (onlyOurs)
            filter += " && frame.packet_flags_direction == 2";
        // What the connections carry is arbitrary: nobody shall look for protocols in it.
        var (status, output) = await Tool.RunAsync(null, Limit, "tshark", "-r", capture.File, "-Y", filter,
            "-d", "tcp.port==1-65535,data", "-d", "udp.port==20000-29999,data",
            "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
            "-T", "fields", "-E", "separator=/t", "-E", "aggregator=|", "-e", "frame.number", "-e", "frame.packet_flags_direction", "-e", "_ws.expert.severity", "-e", "_ws.expert.message");
        if (status != 0)
            return [$"tshark ended with status {status}: {output}"];
        var all = new List<Remark>();
        foreach (string line in output.Split('\n'))
        {
            if (line.Split('\t') is [var frame, var direction, var severities, var messages])
                all.AddRange(Remarks(int.Parse(frame, CultureInfo.InvariantCulture), Number(direction) == Outbound, severities.Split('|'), messages.Split('|')));
        }

        int reported = all.Where(remark => IsReport(remark.Message)).Select(remark => remark.Frame).LastOrDefault();
        return [.. all.Where(remark => !IsExplained(remark, explained) && !IsLateAcknowledgment(remark, all, reported)).Select(remark => $"frame {remark.Frame}: {remark.Message}")];
    }

    private static IEnumerable<Remark> Remarks(int frame, bool isOurs, string[] severities, string[] messages) => severities.Length == messages.Length
        ? severities.Zip(messages, (severity, message) => new Remark(frame, isOurs, Number(severity), message))
        : [new Remark(frame, isOurs, Error, string.Join('|', messages))];

    // Resets are what scripts compare; that a connection ended with one is in their transcripts.
    private static bool IsExplained(Remark remark, string? explained) => remark.Severity <= Chat
        || (!remark.IsOurs && remark.Message.StartsWith(KernelZero, StringComparison.Ordinal))
        || (remark.Severity < Error && (Ordinary().IsMatch(remark.Message) || (explained is not null && Regex.IsMatch(remark.Message, explained, RegexOptions.IgnoreCase))));

    // A retransmission of which the receiver says later that it had it already (RFC 2883) was no loss: a busy machine let an acknowledgment be late.
    private static bool IsLateAcknowledgment(Remark remark, List<Remark> all, int reported) => remark.Severity < Error
        && ((Retransmission().IsMatch(remark.Message) && remark.Frame < reported)
            || IsReport(remark.Message)
            || (remark.Message.StartsWith("Duplicate ACK", StringComparison.Ordinal) && all.Exists(other => other.Frame == remark.Frame && IsReport(other.Message))));

    private static bool IsReport(string message) => message.StartsWith("D-SACK", StringComparison.Ordinal);

    private static int Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? int.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Connection reset \(RST\)|^TCP window update|^This frame initiates the connection closing|^This frame undergoes the connection closing")]
    private static partial Regex Ordinary();

    [GeneratedRegex(@"suspected\) (spurious )?retransmission")]
    private static partial Regex Retransmission();

    private readonly record struct Remark(int Frame, bool IsOurs, int Severity, string Message);
}
