namespace DSoftBus.Net.Tcp.States;

/// <summary>FIN-WAIT-1: we closed, our FIN is not acknowledged yet; the peer may still send (half-close, RFC 9293 section 3.6).</summary>
internal sealed class FinWait1State : TransferState
{
    public override TcpStateName Name => TcpStateName.FinWait1;

    public override bool ReceivesText => true;

    public override TcpState OnPeerFin() => Closing;

    public override TcpState OnFinAcknowledged() => FinWait2;
}
