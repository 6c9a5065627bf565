namespace DSoftBus.Net.Tcp;

/// <summary>What the connection asks of a congestion control (RFC 5681); a place for CUBIC. Everything is in octets.</summary>
public interface ICongestionControl
{
    /// <summary>cwnd: octets that may be unacknowledged.</summary>
    int Window { get; }

    /// <summary>ssthresh.</summary>
    int SlowStartThreshold { get; }

    /// <summary>The segment size for the connection is known now.</summary>
    void Start(int segmentSize, bool synRepeated);

    /// <summary>New octets were acknowledged outside of recovery.</summary>
    void OnAcknowledged(int octets);

    /// <summary>The third duplicate ACK: recovery starts.</summary>
    void OnFastRetransmit(int flightSize);

    /// <summary>A further duplicate ACK in recovery: a segment left the network.</summary>
    void OnDuplicateInRecovery();

    /// <summary>An ACK in recovery that leaves older octets missing.</summary>
    void OnPartialAcknowledgment(int octets);

    /// <summary>Recovery is over.</summary>
    void OnRecovered(int flightSize);

    /// <summary>The retransmission timer expired. <paramref name="first"/>: for the first time for this octet.</summary>
    void OnTimeout(int flightSize, bool first);
}
