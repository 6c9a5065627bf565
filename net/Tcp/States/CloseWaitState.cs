namespace DSoftBus.Net.Tcp.States;

/// <summary>CLOSE-WAIT: the peer closed, we may still send (half-close, RFC 9293 section 3.6).</summary>
internal sealed class CloseWaitState : TransferState
{
    public override TcpStateName Name => TcpStateName.CloseWait;

    public override bool SendsText => true;

    public override TcpState OnClose() => LastAck;
}
