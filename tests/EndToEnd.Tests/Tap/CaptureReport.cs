namespace DSoftBus.Tests.EndToEnd.Tap;

/// <summary>What tshark's expert finds in a capture, in one reading.</summary>
/// <param name="Frames">Frames that it read.</param>
/// <param name="Damage">Frames with something that cannot be the work of a clean link: number, what, value.</param>
/// <param name="LongFramesFrom">Senders of TCP in frames of more than one segment, which only offloads make.</param>
internal sealed record CaptureReport(int Frames, IReadOnlyList<string> Damage, IReadOnlySet<string> LongFramesFrom)
{
    private const int LargestFrame = 1514;
    private const string Tcp = "6";
    private const string Bad = "0";

    private static readonly string[] Plain = ["frame.number", "frame.len", "ip.src", "ip.proto"];

    private static readonly string[] Faults =
        ["_ws.malformed", "tcp.analysis.lost_segment", "tcp.analysis.ack_lost_segment", "tcp.analysis.out_of_order", "tcp.analysis.fast_retransmission"];

    private static readonly string[] Checksums = ["ip.checksum.status", "icmp.checksum.status", "tcp.checksum.status", "udp.checksum.status"];

    /// <param name="capture">Complete.</param>
    /// <param name="areChecksumsComplete">The devices leave no checksum to each other, so that each can be looked at.</param>
    public static CaptureReport Of(TapCapture capture, bool areChecksumsComplete)
    {
        string[] names = [.. Plain, .. Faults, .. Checksums];
        string[] check = areChecksumsComplete ? ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"] : [];
        string[] lines = capture.Select("frame", ["-T", "fields", "-E", "occurrence=f", .. check, .. names.SelectMany(name => new[] { "-e", name })]);
        List<string> damage = [];
        HashSet<string> senders = [];
        foreach (string line in lines)
        {
            string[] values = line.Split('\t');
            for (int i = Plain.Length; i < values.Length; i++)
            {
                bool isFault = i < Plain.Length + Faults.Length ? values[i].Length > 0 : areChecksumsComplete && values[i] == Bad;
                if (isFault)
                    damage.Add($"{values[0]} {names[i]} {values[i]}");
            }

            if (int.Parse(values[1], System.Globalization.CultureInfo.InvariantCulture) > LargestFrame && values[3] == Tcp)
                senders.Add(values[2]);
        }

        return new CaptureReport(lines.Length, damage, senders);
    }
}
