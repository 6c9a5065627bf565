namespace DSoftBus.Net.Tcp.States;

/// <summary>ESTABLISHED: text flows both ways (RFC 9293 section 3.10.7.4).</summary>
internal sealed class EstablishedState : TransferState
{
    public override TcpStateName Name => TcpStateName.Established;

    public override bool ReceivesText => true;

    public override bool SendsText => true;

    public override TcpState OnClose() => FinWait1;

    public override TcpState OnPeerFin() => CloseWait;
}
