using System.Buffers.Binary;
using DSoftBus.Net.Facade;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Udp;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Netstackd;

/// <summary>The operations, each giving one reply, or none when it is deferred.</summary>
internal sealed partial class FacadeServer
{
    private const int CounterSize = 10;
    private const ushort DiscoveryPort = 37020; // networking.md section 5

    private Instant Now => _task.Now;

    private void Handle(in Message request, in FacadeRequest call)
    {
        var sender = request.SenderId;
        switch (call.Operation)
        {
            case FacadeOperation.Wait:
                Wait(request, call);
                return;
            case FacadeOperation.IcmpPing:
                Ping(request, call);
                return;
            case FacadeOperation.DnsA:
                Resolve(request, call);
                return;
            case FacadeOperation.ObjectChannel:
                OpenChannel(request, call);
                return;
            default:
                break;
        }

        Answer(request, call.Operation switch
        {
            FacadeOperation.Listen => Listen(call, sender),
            FacadeOperation.Accept => Accept(call, sender),
            FacadeOperation.Connect => Connect(call, sender),
            FacadeOperation.Read => Read(call, sender),
            FacadeOperation.Write => Write(call, sender),
            FacadeOperation.UdpBind => UdpBind(call, sender),
            FacadeOperation.UdpSendTo => UdpSendTo(call, sender),
            FacadeOperation.UdpReceiveFrom => UdpReceiveFrom(call, sender),
            FacadeOperation.LocalAddress => LocalAddress(call),
            FacadeOperation.Close => Status(call, CloseHandle(HandleKind.Stream, call.Handle, sender)),
            FacadeOperation.CloseAny => Status(call, CloseHandle(call.Kind, call.Handle, sender)),
            FacadeOperation.WaitWritable => WaitWritable(call, sender),
            FacadeOperation.Shutdown => Shutdown(call, sender),
            FacadeOperation.UdpJoin => UdpJoin(call, sender),
            FacadeOperation.Stat => Stat(call),
            FacadeOperation.StreamSet => StreamSet(call, sender),
            FacadeOperation.StreamGet => StreamGet(call, sender),
            _ => FacadeReply.Malformed(call.Operation),
        });
    }

    private FacadeReply Listen(in FacadeRequest call, ServiceId sender)
    {
        if (!_listeners.HasRoom(sender))
            return Status(call, FacadeStatus.Limit);
        var status = _driver.Tcp.Layer.Listen(call.Address, call.Port, _settings.Backlog, out var listener);
        return status == TcpOpenStatus.Ok ? Opened(call, _listeners.Add(sender, listener!)) : Status(call, From(status));
    }

    private FacadeReply Accept(in FacadeRequest call, ServiceId sender)
    {
        var status = Find(_listeners, call.Handle, sender, out var listener);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        if (!_streams.HasRoom(sender))
            return Status(call, FacadeStatus.Limit);
        return listener!.TryAccept(out var connection)
            ? Opened(call, _streams.Add(sender, connection))
            : Status(call, FacadeStatus.WouldBlock);
    }

    // As at the reference's baseline the answer comes at once and the stream is still opening; WAIT for Writable tells the outcome.
    private FacadeReply Connect(in FacadeRequest call, ServiceId sender)
    {
        if (!_streams.HasRoom(sender))
            return Status(call, FacadeStatus.Limit);
        var status = _driver.Tcp.Layer.Connect(call.Address, call.Port, Now, out var connection);
        return status == TcpOpenStatus.Ok ? Opened(call, _streams.Add(sender, connection!)) : Status(call, From(status));
    }

    private FacadeReply Read(in FacadeRequest call, ServiceId sender)
    {
        var status = Find(_streams, call.Handle, sender, out var stream);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        int count = 0;
        var outcome = call.Maximum == 0 ? TcpReadStatus.Ok : stream!.Read(_data.AsSpan(0, Math.Min((int)call.Maximum, FacadeLimits.Read)), Now, out count);
        return outcome switch
        {
            TcpReadStatus.Ok => new FacadeReply { Operation = call.Operation, Data = _data.AsSpan(0, count), Nonce = call.Nonce },
            TcpReadStatus.WouldBlock => Status(call, FacadeStatus.WouldBlock),
            TcpReadStatus.EndOfStream => Status(call, FacadeStatus.EndOfStream),
            _ => Status(call, FacadeStatus.Io),
        };
    }

    private FacadeReply Write(in FacadeRequest call, ServiceId sender)
    {
        var status = Find(_streams, call.Handle, sender, out var stream);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        return stream!.Write(call.Data, Now, out int count) switch
        {
            TcpWriteStatus.Ok => WithValue(call, (ushort)count),
            TcpWriteStatus.WouldBlock => Status(call, FacadeStatus.WouldBlock),
            _ => Status(call, FacadeStatus.Io),
        };
    }

    private FacadeReply WaitWritable(in FacadeRequest call, ServiceId sender)
    {
        var status = Find(_streams, call.Handle, sender, out var stream);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        if (stream!.Failure != TcpFailure.None)
            return Status(call, FacadeStatus.Io);
        return Status(call, (stream.Readiness & TcpReadiness.Writable) != 0 ? FacadeStatus.Ok : FacadeStatus.WouldBlock);
    }

    private FacadeReply Shutdown(in FacadeRequest call, ServiceId sender)
    {
        var status = Find(_streams, call.Handle, sender, out var stream);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        if (stream!.Failure != TcpFailure.None)
            return Status(call, FacadeStatus.Io);
        stream.Close(Now);
        return Status(call, FacadeStatus.Ok);
    }

    private FacadeReply UdpBind(in FacadeRequest call, ServiceId sender)
    {
        if (!_sockets.HasRoom(sender))
            return Status(call, FacadeStatus.Limit);
        var address = call.Address;
        if (!call.HasAddress)
        {
            if (!_driver.Stack.Interface.HasAddress)
                return Status(call, FacadeStatus.Io);
            address = _driver.Stack.Interface.Address;
        }

        // The older forms cannot ask to share. On the discovery port they always do, with other senders: two daemons in one machine.
        bool share = call.HasFlags ? (call.Flags & UdpBindFlags.Share) != 0 : call.Port == DiscoveryPort && !HasSocketOn(call.Port, sender);
        return _driver.Stack.Udp.TryBind(address, call.Port, share, out var socket) switch
        {
            UdpBindStatus.Bound => Opened(call, _sockets.Add(sender, socket!)),
            UdpBindStatus.TableFull => Status(call, FacadeStatus.Limit),
            UdpBindStatus.PortInUse when call.HasFlags => Status(call, FacadeStatus.InUse),
            _ => Status(call, FacadeStatus.Io),
        };
    }

    private bool HasSocketOn(ushort port, ServiceId sender)
    {
        foreach (uint handle in _sockets.Of(sender))
        {
            if (_sockets.TryGet(handle, sender, out _, out var socket) && socket.LocalPort == port)
                return true;
        }

        return false;
    }

    private FacadeReply UdpSendTo(in FacadeRequest call, ServiceId sender)
    {
        var status = Find(_sockets, call.Handle, sender, out var socket);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        return socket!.SendTo(new UdpEndpoint(call.Address, call.Port), call.Data, Now) switch
        {
            SendStatus.Sent => WithValue(call, (ushort)call.Data.Length),
            SendStatus.NoBuffer or SendStatus.QueueFull => Status(call, FacadeStatus.WouldBlock),
            _ => Status(call, FacadeStatus.Io),
        };
    }

    private FacadeReply UdpReceiveFrom(in FacadeRequest call, ServiceId sender)
    {
        var status = Find(_sockets, call.Handle, sender, out var socket);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        int maximum = call.Maximum <= FacadeLimits.Request ? Math.Min((int)call.Maximum, FacadeLimits.UdpReceiveSmall) : Math.Min((int)call.Maximum, FacadeLimits.Datagram);
        if (!socket!.TryReceive(_data.AsSpan(0, maximum), out var received))
            return Status(call, FacadeStatus.WouldBlock);
        return new FacadeReply
        {
            Operation = call.Operation,
            Address = received.From.Address,
            Port = received.From.Port,
            Data = _data.AsSpan(0, received.Copied),
            Nonce = call.Nonce,
        };
    }

    private FacadeReply UdpJoin(in FacadeRequest call, ServiceId sender)
    {
        var status = Find(_sockets, call.Handle, sender, out var socket);
        if (status == FacadeStatus.Ok && !call.Address.IsMulticast)
            status = FacadeStatus.Io;
        if (status == FacadeStatus.Ok && !socket!.Join(call.Address, Now))
            status = FacadeStatus.Limit;
        return Status(call, status);
    }

    private FacadeReply LocalAddress(in FacadeRequest call)
    {
        var state = _driver.Stack.Interface;
        return state.HasAddress
            ? new FacadeReply { Operation = call.Operation, Address = state.Address, PrefixLength = state.Network.PrefixLength, Nonce = call.Nonce }
            : Status(call, FacadeStatus.Io);
    }

    private FacadeReply Stat(in FacadeRequest call)
    {
        var group = (NetCounterGroup)call.Group;
        var values = _driver.Stack.Counters.Group(group);
        if (values.IsEmpty)
            return Status(call, FacadeStatus.NotFound);
        for (int i = 0; i < values.Length; i++)
        {
            var entry = _data.AsSpan(i * CounterSize);
            ulong value = group switch
            {
                NetCounterGroup.Tcp => (ulong)_driver.Tcp.Layer.Counters.At(i),
                NetCounterGroup.TcpMore => (ulong)_driver.Tcp.Layer.Counters.At(NetCounters.PerGroup + i),
                NetCounterGroup.Device => (ulong)_driver.Stack.DeviceCount((NetDeviceCounter)i),
                _ => values[i],
            };
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)((call.Group * NetCounters.PerGroup) + i));
            BinaryPrimitives.WriteUInt64LittleEndian(entry[2..], value);
        }

        return new FacadeReply { Operation = call.Operation, Data = _data.AsSpan(0, values.Length * CounterSize), Nonce = call.Nonce };
    }

    private static FacadeStatus From(TcpOpenStatus status) => status == TcpOpenStatus.Limit ? FacadeStatus.Limit : FacadeStatus.Io;

    private FacadeReply Opened(in FacadeRequest call, uint handle)
    {
        Count(NetCounter.FacadeHandlesOpened);
        return new FacadeReply { Operation = call.Operation, Handle = handle, Nonce = call.Nonce };
    }

    private static FacadeReply WithValue(in FacadeRequest call, ushort value) => new() { Operation = call.Operation, Value = value, Nonce = call.Nonce };
}
