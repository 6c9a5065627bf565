using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Igmp;

/// <summary>Version 3 (RFC 3376 section 5): reports with records, to the routers alone.</summary>
public sealed partial class IgmpHost
{
    // Fits into the smallest packet that every link carries (RFC 791 section 3.2: 576 bytes).
    private const int MostRecords = 64;

    /// <summary>RFC 3376 section 8.12 with the defaults of sections 8.1 to 8.3: 2 * 125 s + 10 s.</summary>
    private static readonly TimeSpan OlderRouterTimeout = TimeSpan.FromSeconds(260);

    /// <summary>RFC 3376 section 8.11.</summary>
    private static readonly TimeSpan V3UnsolicitedInterval = TimeSpan.FromSeconds(1);

    private readonly List<GroupDeparture> _departures = [];

    private bool SpeaksV3(Instant now) => _heardV3Router && now >= _v1RouterUntil && now >= _v2RouterUntil;

    private void NoteRouter(int version, Instant now)
    {
        if (version == 1)
            _v1RouterUntil = now + V1RouterTimeout;
        else if (version == 2)
            _v2RouterUntil = now + OlderRouterTimeout;
        else
            _heardV3Router = true;
    }

    // RFC 3376 section 5.2: a general query is answered for all groups at one moment.
    private void AnswerTogether(TimeSpan limit, Instant now)
    {
        var at = now + RandomDelay(limit);
        foreach (ref var membership in _groups.AsSpan())
        {
            if (membership.References > 0)
                membership.Timer = Instant.Min(membership.Timer, at);
        }
    }

    private void Depart(Ipv4Address group, Instant now)
    {
        if (!_interface.HasAddress)
            return;
        _counters.Increment(NetCounter.IgmpLeavesSent);
        ReportV3(new Igmpv3GroupRecord(Igmpv3RecordType.ChangeToInclude, group), now);
        if (_departures.Count < _groups.Length)
            _departures.Add(new GroupDeparture(group, now + RandomDelay(V3UnsolicitedInterval)));
    }

    private void PollV3(Instant now)
    {
        for (int i = _departures.Count - 1; i >= 0; i--)
        {
            if (now < _departures[i].Timer)
                continue;
            ReportV3(new Igmpv3GroupRecord(Igmpv3RecordType.ChangeToInclude, _departures[i].Group), now);
            _departures.RemoveAt(i);
        }

        Span<Igmpv3GroupRecord> records = stackalloc Igmpv3GroupRecord[MostRecords];
        int count = 0;
        foreach (ref var membership in _groups.AsSpan())
        {
            if (membership.References == 0 || now < membership.Timer)
                continue;
            if (count == records.Length)
                break; // the rest is still due, at the next poll
            records[count++] = new Igmpv3GroupRecord(membership.IsChange ? Igmpv3RecordType.ChangeToExclude : Igmpv3RecordType.ModeIsExclude, membership.Group);
            membership.IsChange = false;
            membership.Timer = Instant.Never;
        }

        if (count > 0)
            ReportV3(records[..count], now);
    }

    private void ReportV3(Igmpv3GroupRecord record, Instant now) => ReportV3([record], now);

    private void ReportV3(ReadOnlySpan<Igmpv3GroupRecord> records, Instant now)
    {
        if (!_link.TryRent(out var buffer))
            return;
        _counters.Increment(NetCounter.IgmpReportsSent);
        var repr = new Igmpv3ReportRepr(records.Length);
        repr.Emit(buffer.Append(repr.Length), records);
        Send(buffer, Ipv4Address.AllIgmpv3Routers, now);
    }
}
