namespace DSoftBus.Net.Tcp.States;

/// <summary>
/// One state of a connection. States hold nothing and touch nothing: they turn a segment and the sequence variables into a verdict,
/// and the four events of a connection's life into the next state. The connection applies both.
/// </summary>
public abstract class TcpState
{
    public static TcpState Closed { get; } = new ClosedState();

    public static TcpState Listen { get; } = new ListenState();

    public static TcpState SynSent { get; } = new SynSentState();

    public static TcpState SynReceived { get; } = new SynReceivedState();

    public static TcpState Established { get; } = new EstablishedState();

    public static TcpState FinWait1 { get; } = new FinWait1State();

    public static TcpState FinWait2 { get; } = new FinWait2State();

    public static TcpState CloseWait { get; } = new CloseWaitState();

    public static TcpState Closing { get; } = new ClosingState();

    public static TcpState LastAck { get; } = new LastAckState();

    public static TcpState TimeWait { get; } = new TimeWaitState();

    public abstract TcpStateName Name { get; }

    /// <summary>Text that arrives is taken (RFC 9293 section 3.10.7.4, seventh).</summary>
    public virtual bool ReceivesText => false;

    /// <summary>The user may still queue text (RFC 9293 section 3.10.2).</summary>
    public virtual bool SendsText => false;

    /// <summary>Both SYNs were exchanged and acknowledged.</summary>
    public virtual bool IsSynchronized => true;

    public abstract SegmentVerdict OnSegment(in TcpSegment segment, in SequenceVariables variables);

    /// <summary>The user closed its sending side (RFC 9293 section 3.10.4).</summary>
    public virtual TcpState OnClose() => this;

    /// <summary>The peer's FIN was reached in sequence (RFC 9293 section 3.10.7.4, eighth).</summary>
    public virtual TcpState OnPeerFin() => this;

    /// <summary>The peer acknowledged our FIN (RFC 9293 section 3.10.7.4, fifth).</summary>
    public virtual TcpState OnFinAcknowledged() => this;

    public override string ToString() => Name.ToString();
}
