namespace DSoftBus.Net.Tcp.States;

/// <summary>LAST-ACK: the peer closed first, our FIN is not acknowledged yet.</summary>
internal sealed class LastAckState : TransferState
{
    public override TcpStateName Name => TcpStateName.LastAck;

    public override TcpState OnFinAcknowledged() => Closed;
}
