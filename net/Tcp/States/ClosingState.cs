namespace DSoftBus.Net.Tcp.States;

/// <summary>CLOSING: both closed at once, our FIN is not acknowledged yet (RFC 9293 figure 13).</summary>
internal sealed class ClosingState : TransferState
{
    public override TcpStateName Name => TcpStateName.Closing;

    public override TcpState OnFinAcknowledged() => TimeWait;
}
