using System.Buffers.Binary;
using System.Collections.Immutable;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Facade;

/// <summary>
/// The sockets of a task: typed calls to netstackd over the slots of the task, many in flight at once. Nothing polls: what is not ready is
/// waited for with WAIT. One per task; used on the loop thread.
/// </summary>
/// <remarks>
/// Each call clones the reply SEND slot and moves the clone with its request. Calls that ask for a deadline end with
/// <see cref="FacadeStatus.TimedOut"/> when it passes; a call that netstackd does not answer ends with <see cref="FacadeStatus.CallFailed"/>.
/// </remarks>
public sealed partial class FacadeClient
{
    private static readonly TimeSpan DnsLimit = TimeSpan.FromSeconds(15);

    private readonly TaskContext _task;
    private readonly Sender _server;
    private readonly Receiver _inbox;
    private readonly int _replySlot;

    /// <param name="task">The task whose slots are used; the dispatcher of replies runs as an activity of it.</param>
    /// <param name="serverSlot">SEND to netstackd.</param>
    /// <param name="inboxSlot">RECV of the reply inbox; this client takes every message that comes there.</param>
    /// <param name="replySlot">SEND to the same inbox, of which clones are given away.</param>
    public FacadeClient(TaskContext task, int serverSlot, int inboxSlot, int replySlot)
    {
        _task = task;
        _server = task.Sender(serverSlot);
        _inbox = task.Receiver(inboxSlot);
        _replySlot = replySlot;

        // From 1 (section 3). Replies to an earlier generation may still come to the inbox and must match nothing.
        _nextNonce = ((ulong)(task.Generation - 1) << 32) + 1;
        task.Start("facade client", DispatchAsync);
    }

    /// <summary>How long netstackd may take for a call that does not wait for the network. It serves nobody before it has an address.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls that were not sent or got no reply.</summary>
    public long FailedCalls { get; private set; }

    private Instant CallDeadline => _task.Now + CallTimeout;

    /// <summary>Listens on <paramref name="port"/> of every own address, or of <paramref name="address"/> only.</summary>
    public async ValueTask<FacadeResult<FacadeListener>> ListenAsync(ushort port, Ipv4Address? address = null)
    {
        var result = await HandleAsync(new FacadeRequest { Operation = FacadeOperation.Listen, Port = port, HasAddress = address is not null, Address = address ?? default });
        return result.IsOk ? new(FacadeStatus.Ok, new FacadeListener(this, result.Value)) : new(result.Status);
    }

    /// <summary>Opens a connection and waits until it stands. <see cref="FacadeStatus.Io"/>: refused, unreachable or reset.</summary>
    public async ValueTask<FacadeResult<FacadeStream>> ConnectAsync(Ipv4Address address, ushort port, Instant deadline)
    {
        var result = await HandleAsync(new FacadeRequest { Operation = FacadeOperation.Connect, Address = address, Port = port });
        if (!result.IsOk)
            return new(result.Status);
        var stream = new FacadeStream(this, result.Value);
        var status = await stream.WaitConnectedAsync(deadline);
        if (status == FacadeStatus.Ok)
            return new(FacadeStatus.Ok, stream);
        await stream.CloseAsync();
        return new(status);
    }

    /// <summary>Binds a datagram socket.</summary>
    /// <param name="port">0 picks one.</param>
    /// <param name="address">Null: the own address (v1); any (0.0.0.0) hears broadcast and joined groups too.</param>
    /// <param name="flags">Null: a form without flags; only with an address. A port that is taken is then <see cref="FacadeStatus.Io"/>, with flags <see cref="FacadeStatus.InUse"/>.</param>
    public async ValueTask<FacadeResult<FacadeDatagrams>> UdpBindAsync(ushort port, Ipv4Address? address = null, UdpBindFlags? flags = null)
    {
        if (flags is not null && address is null)
            return new(FacadeStatus.Malformed);
        var result = await HandleAsync(new FacadeRequest
        {
            Operation = FacadeOperation.UdpBind,
            Port = port,
            HasAddress = address is not null,
            HasFlags = flags is not null,
            Address = address ?? default,
            Flags = flags ?? UdpBindFlags.None,
        });
        return result.IsOk ? new(FacadeStatus.Ok, new FacadeDatagrams(this, result.Value)) : new(result.Status);
    }

    /// <summary>One echo request; the round trip in whole milliseconds.</summary>
    /// <param name="address">One host.</param>
    /// <param name="timeout">Up to 65 s.</param>
    public ValueTask<FacadeResult<TimeSpan>> PingAsync(Ipv4Address address, TimeSpan timeout)
    {
        var milliseconds = (ushort)Math.Clamp(timeout.TotalMilliseconds, 1, ushort.MaxValue - 1);
        return CallAsync(
            new FacadeRequest { Operation = FacadeOperation.IcmpPing, Address = address, Timeout = milliseconds },
            CallDeadline + TimeSpan.FromMilliseconds(milliseconds), 0, static (in FacadeReply reply, int _) => TimeSpan.FromMilliseconds(reply.Value));
    }

    /// <summary>The own address with its prefix; <see cref="FacadeStatus.Io"/> while there is none.</summary>
    public ValueTask<FacadeResult<Ipv4Network>> LocalAddressAsync() => CallAsync(
        new FacadeRequest { Operation = FacadeOperation.LocalAddress }, CallDeadline, 0,
        static (in FacadeReply reply, int _) => new Ipv4Network(reply.Address, Math.Min(reply.PrefixLength, (byte)32)));

    /// <summary>Addresses of an ASCII name, at most eight. <see cref="FacadeStatus.NotFound"/>: it has none; <see cref="FacadeStatus.Io"/>: no resolver, or it failed.</summary>
    public ValueTask<FacadeResult<ImmutableArray<Ipv4Address>>> DnsAAsync(string name)
    {
        if (name.Length is 0 or > FacadeLimits.Name || !System.Text.Ascii.IsValid(name))
            return new(new FacadeResult<ImmutableArray<Ipv4Address>>(FacadeStatus.Malformed));
        return CallAsync(
            new FacadeRequest { Operation = FacadeOperation.DnsA, Data = System.Text.Encoding.ASCII.GetBytes(name) }, _task.Now + DnsLimit, 0,
            static (in FacadeReply reply, int _) =>
            {
                var addresses = ImmutableArray.CreateBuilder<Ipv4Address>(FacadeLimits.Addresses);
                for (var data = reply.Data; data.Length >= Ipv4Address.Length; data = data[Ipv4Address.Length..])
                    addresses.Add(Ipv4Address.Read(data));
                return addresses.ToImmutable();
            });
    }

    /// <summary>The counters of one group (<see cref="Stack.NetCounterGroup"/>).</summary>
    public ValueTask<FacadeResult<ImmutableArray<FacadeCounter>>> StatAsync(byte group) => CallAsync(
        new FacadeRequest { Operation = FacadeOperation.Stat, Group = group }, CallDeadline, 0,
        static (in FacadeReply reply, int _) =>
        {
            var counters = ImmutableArray.CreateBuilder<FacadeCounter>();
            for (var data = reply.Data; data.Length >= 10; data = data[10..])
                counters.Add(new FacadeCounter(BinaryPrimitives.ReadUInt16LittleEndian(data), BinaryPrimitives.ReadUInt64LittleEndian(data[2..])));
            return counters.ToImmutable();
        });

    /// <summary>A call whose reply has no body; the reply's handle or value otherwise.</summary>
    internal ValueTask<FacadeResult<ushort>> ValueAsync(in FacadeRequest request) =>
        CallAsync(request, CallDeadline, 0, static (in FacadeReply reply, int _) => reply.Value);

    /// <summary>STREAM_GET.</summary>
    internal ValueTask<FacadeResult<uint>> AmountAsync(in FacadeRequest request) =>
        CallAsync(request, CallDeadline, 0, static (in FacadeReply reply, int _) => reply.Amount);

    internal ValueTask<FacadeResult<uint>> HandleAsync(in FacadeRequest request) =>
        CallAsync(request, CallDeadline, 0, static (in FacadeReply reply, int _) => reply.Handle);

    /// <summary>A call whose reply brings bytes, which are copied to <paramref name="destination"/>.</summary>
    internal ValueTask<FacadeResult<Received>> ReceiveAsync(in FacadeRequest request, Memory<byte> destination) =>
        CallAsync(request, CallDeadline, destination, static (in FacadeReply reply, Memory<byte> destination) =>
        {
            int count = Math.Min(reply.Data.Length, destination.Length);
            reply.Data[..count].CopyTo(destination.Span);
            return new Received(count, reply.Address, reply.Port);
        });

    /// <summary>WAIT once, for at most <paramref name="limit"/>; the answer may be that nothing is ready.</summary>
    internal ValueTask<FacadeResult<ushort>> WaitOnceAsync(HandleKind kind, uint handle, FacadeEvents events, TimeSpan limit)
    {
        var milliseconds = (ushort)Math.Clamp(Math.Ceiling(limit.TotalMilliseconds), 0, ushort.MaxValue - 1);
        return CallAsync(
            new FacadeRequest { Operation = FacadeOperation.Wait, Kind = kind, Handle = handle, Events = events, Timeout = milliseconds },
            CallDeadline + TimeSpan.FromMilliseconds(milliseconds), 0, static (in FacadeReply reply, int _) => reply.Value);
    }

    internal Instant Now => _task.Now;

    internal Runtime.Loop.LoopSignal CreateSignal() => _task.CreateSignal();

    private ValueTask<FacadeResult<T>> CallAsync<T, TState>(in FacadeRequest request, Instant deadline, TState state, Decode<T, TState> decode, FacadeMemory? memory = null)
    {
        if (Begin(request.Operation) is not { } call)
            return new(new FacadeResult<T>(FacadeStatus.Limit));
        call.Memory = memory;
        int length = (request with { Nonce = call.Nonce }).Emit(call.Request);
        return CallAsync(call, length, deadline, state, decode);
    }

    /// <summary>What READ or UDP_RECV_FROM brought.</summary>
    internal readonly record struct Received(int Count, Ipv4Address Address, ushort Port);
}
