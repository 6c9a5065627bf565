using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Dns;

/// <summary>A stub resolver for addresses (RFC 1035 section 7): asks the configured server, retries, believes only what matches the question.</summary>
/// <remarks>Over UDP only, without EDNS: of a truncated answer (TC) the addresses that are there are taken, and without any the lookup failed.</remarks>
public sealed class DnsResolver
{
    private const ushort ServerPort = 53;

    private readonly UdpLayer _udp;
    private readonly NetStackOptions _options;
    private readonly NetCounters _counters;
    private readonly IRandomSource _random;
    private readonly DnsLookup[] _lookups;
    private readonly byte[] _message = new byte[512]; // RFC 1035 section 4.2.1
    private uint _nextId = 1;

    internal DnsResolver(UdpLayer udp, IEntropy entropy, NetStackOptions options, NetCounters counters)
    {
        _udp = udp;
        _options = options;
        _counters = counters;
        _random = entropy.For(RandomPurpose.DnsIdentification);
        _lookups = new DnsLookup[options.DnsQueryCapacity];
        for (int i = 0; i < _lookups.Length; i++)
            _lookups[i] = new DnsLookup();
        Server = options.Resolver;
    }

    /// <summary>Whom to ask; null: nobody is known.</summary>
    public Ipv4Address? Server { get; internal set; }

    /// <summary>Whom to ask every second time, and at once when the first refuses or fails; null: there is no other.</summary>
    public Ipv4Address? Alternate { get; internal set; }

    internal Instant NextDeadline
    {
        get
        {
            var next = Instant.Never;
            foreach (var lookup in _lookups)
            {
                if (lookup.State == DnsState.Pending)
                    next = Instant.Min(next, lookup.Deadline);
            }

            return next;
        }
    }

    /// <summary>Asks for the addresses of a dotted ASCII name. Look with <see cref="Check"/> after each poll.</summary>
    public DnsStartStatus TryStart(ReadOnlySpan<byte> name, Instant now, out uint id)
    {
        id = 0;
        var lookup = Array.Find(_lookups, static candidate => candidate.State == DnsState.Unknown);
        if (lookup is null)
            return DnsStartStatus.TableFull;
        if (!DnsName.TryEncode(name, lookup.Name, out int length))
            return DnsStartStatus.BadName;
        if (Server is not { } server)
            return DnsStartStatus.NoResolver;
        if (_udp.TryBind(Ipv4Address.Any, 0, share: false, out var socket) != UdpBindStatus.Bound)
            return DnsStartStatus.TableFull;
        lookup.State = DnsState.Pending;
        lookup.Socket = socket;
        lookup.NameLength = length;
        lookup.Servers = (server, Alternate ?? server);
        lookup.Failures = 0;
        lookup.Attempt = 0;
        lookup.AddressCount = 0;
        lookup.Id = id = _nextId;
        lookup.QueryId = _random.NextUInt16();
        _nextId = _nextId == uint.MaxValue ? 1 : _nextId + 1;
        Send(lookup, now);
        return DnsStartStatus.Started;
    }

    /// <summary>How a lookup stands; any answer but <see cref="DnsState.Pending"/> frees its place. At most eight addresses are kept.</summary>
    public DnsState Check(uint id, Span<Ipv4Address> addresses, out int count)
    {
        count = 0;
        foreach (var lookup in _lookups)
        {
            if (lookup.State == DnsState.Unknown || lookup.Id != id)
                continue;
            var state = lookup.State;
            if (state == DnsState.Pending)
                return state;
            count = Math.Min(addresses.Length, lookup.AddressCount);
            lookup.Addresses.AsSpan(0, count).CopyTo(addresses);
            lookup.State = DnsState.Unknown;
            return state;
        }

        return DnsState.Unknown;
    }

    /// <summary>Gives up a lookup.</summary>
    public void Cancel(uint id, Instant now)
    {
        foreach (var lookup in _lookups)
        {
            if (lookup.State == DnsState.Unknown || lookup.Id != id)
                continue;
            Finish(lookup, DnsState.Unknown, now);
        }
    }

    internal void Poll(Instant now)
    {
        foreach (var lookup in _lookups)
        {
            while (lookup.State == DnsState.Pending && lookup.Socket!.TryReceive(_message, out var received))
                OnDatagram(lookup, received, now);
            if (lookup.State != DnsState.Pending || now < lookup.Deadline)
                continue;
            if (lookup.Attempt < _options.DnsAttempts)
            {
                Send(lookup, now);
                continue;
            }

            _counters.Increment(NetCounter.DnsTimedOut);
            Finish(lookup, DnsState.TimedOut, now);
        }
    }

    private void OnDatagram(DnsLookup lookup, in UdpReceived received, Instant now)
    {
        _counters.Increment(NetCounter.DnsReceived);
        if (DnsView.TryParse(_message.AsSpan(0, received.Copied), out var view) != WireError.None)
        {
            _counters.Increment(NetCounter.DnsMalformed);
            return;
        }

        // RFC 5452 section 9.1: sender, port, id and question must be those of the query.
        Span<byte> name = stackalloc byte[DnsName.MaximumLength];
        int length = view.ReadQuestionName(name);
        if (!view.IsResponse || view.OperationCode != 0 || view.Id != lookup.QueryId || !lookup.WasAsked(received.From.Address) || received.From.Port != ServerPort
            || view.QuestionType != DnsView.AddressType || view.QuestionClass != DnsView.InternetClass
            || !DnsName.AreEqual(name[..length], lookup.Name.AsSpan(0, lookup.NameLength)))
        {
            _counters.Increment(NetCounter.DnsUnmatched);
            return;
        }

        lookup.AddressCount = view.ResponseCode == DnsResponseCode.NoError ? view.ReadAddresses(lookup.Addresses) : 0;
        var state = view.ResponseCode switch
        {
            DnsResponseCode.NoError when lookup.AddressCount > 0 => DnsState.Resolved,

            // The rest of a cut answer would come over TCP, which is not asked here: no address in it says nothing about the name.
            DnsResponseCode.NoError => view.IsTruncated ? DnsState.Failed : DnsState.NotFound,
            DnsResponseCode.NameError => DnsState.NotFound,
            _ => DnsState.Failed,
        };
        if (state == DnsState.Failed && lookup.Failures++ == 0 && lookup.HasAlternate && lookup.Attempt < _options.DnsAttempts)
            Send(lookup, now);
        else
            Finish(lookup, state, now);
    }

    private void Send(DnsLookup lookup, Instant now)
    {
        var repr = new DnsQueryRepr(lookup.QueryId, lookup.NameLength);
        repr.Emit(_message, lookup.Name.AsSpan(0, lookup.NameLength));
        lookup.Deadline = now + (_options.DnsTimeout * (1 << Math.Min(lookup.Attempt, 8)));
        var server = lookup.Attempt % 2 == 0 ? lookup.Servers.First : lookup.Servers.Second;
        lookup.Attempt++;
        _counters.Increment(NetCounter.DnsSent);

        // A refusal here looks like a lost datagram: the next attempt may find the address or the route.
        lookup.Socket!.SendTo(new UdpEndpoint(server, ServerPort), _message.AsSpan(0, repr.Length), now);
    }

    private static void Finish(DnsLookup lookup, DnsState state, Instant now)
    {
        lookup.Socket?.Close(now);
        lookup.Socket = null;
        lookup.State = state;
    }
}
