namespace DSoftBus.Net.Tcp.Congestion;

/// <summary>How a connection's window reacts to acknowledgments and losses.</summary>
public enum CongestionAlgorithm : byte
{
    /// <summary>RFC 9438.</summary>
    Cubic,

    /// <summary>RFC 5681 and RFC 6582.</summary>
    NewReno,
}
