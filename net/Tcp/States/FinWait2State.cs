namespace DSoftBus.Net.Tcp.States;

/// <summary>FIN-WAIT-2: our FIN is acknowledged, the peer may still send (half-close, RFC 9293 section 3.6).</summary>
internal sealed class FinWait2State : TransferState
{
    public override TcpStateName Name => TcpStateName.FinWait2;

    public override bool ReceivesText => true;

    public override TcpState OnPeerFin() => TimeWait;
}
