using DSoftBus.Net.Facade;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Net.Netstackd;

/// <summary>STREAM_SET and STREAM_GET. Values were checked when the request was read.</summary>
internal sealed partial class FacadeServer
{
    private FacadeReply StreamSet(in FacadeRequest call, ServiceId sender)
    {
        var status = Find(_streams, call.Handle, sender, out var stream);
        if (status == FacadeStatus.Ok && stream!.State == TcpStateName.Closed)
            status = FacadeStatus.Io;
        if (status == FacadeStatus.Ok)
            Apply(stream!, call.Option, call.Amount);
        return Status(call, status);
    }

    private void Apply(TcpConnection stream, StreamOption option, uint value)
    {
        var time = TimeSpan.FromMilliseconds(value);
        switch (option)
        {
            case StreamOption.KeepAlive:
                stream.SetKeepAlive(value != 0, Now);
                break;
            case StreamOption.KeepAliveIdle:
                stream.SetKeepAlive(time, stream.KeepAliveInterval, stream.KeepAliveProbes, Now);
                break;
            case StreamOption.KeepAliveInterval:
                stream.SetKeepAlive(stream.KeepAliveIdle, time, stream.KeepAliveProbes, Now);
                break;
            case StreamOption.KeepAliveCount:
                stream.SetKeepAlive(stream.KeepAliveIdle, stream.KeepAliveInterval, (int)value, Now);
                break;
            case StreamOption.Nagle:
                stream.Nagle = value != 0;
                break;
            default:
                stream.UserTimeout = value == 0 ? null : time;
                break;
        }
    }

    private FacadeReply StreamGet(in FacadeRequest call, ServiceId sender)
    {
        var status = Find(_streams, call.Handle, sender, out var stream);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        uint value = call.Option switch
        {
            StreamOption.KeepAlive => stream!.KeepAlive ? 1u : 0,
            StreamOption.KeepAliveIdle => (uint)stream!.KeepAliveIdle.TotalMilliseconds,
            StreamOption.KeepAliveInterval => (uint)stream!.KeepAliveInterval.TotalMilliseconds,
            StreamOption.KeepAliveCount => (uint)stream!.KeepAliveProbes,
            StreamOption.Nagle => stream!.Nagle ? 1u : 0,
            _ => (uint)(stream!.UserTimeout?.TotalMilliseconds ?? 0),
        };
        return new FacadeReply { Operation = call.Operation, Amount = value, Nonce = call.Nonce };
    }
}
