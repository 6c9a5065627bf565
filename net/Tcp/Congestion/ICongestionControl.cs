using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp.Congestion;

/// <summary>What the connection asks of a congestion control (RFC 5681). Everything is in octets.</summary>
public interface ICongestionControl
{
    /// <summary>cwnd: octets that may be in flight.</summary>
    int Window { get; }

    /// <summary>ssthresh.</summary>
    int SlowStartThreshold { get; }

    /// <summary>The segment size for the connection is known now.</summary>
    void Start(int segmentSize, bool synRepeated);

    /// <summary>New octets were acknowledged outside of recovery, while the window was what limited sending.</summary>
    void OnAcknowledged(int octets, Instant now, TimeSpan roundTrip);

    /// <summary>SACK shows a loss: recovery starts, and the window counts what is really in flight (RFC 6675 section 5).</summary>
    void OnLoss(int flightSize);

    /// <summary>The third duplicate ACK without SACK: recovery starts with the window of RFC 6582.</summary>
    void OnFastRetransmit(int flightSize);

    /// <summary>A further duplicate ACK in recovery without SACK: a segment left the network.</summary>
    void OnDuplicateInRecovery();

    /// <summary>An ACK in recovery without SACK that leaves older octets missing.</summary>
    void OnPartialAcknowledgment(int octets);

    /// <summary>Recovery is over.</summary>
    void OnRecovered(int flightSize);

    /// <summary>The retransmission timer expired. <paramref name="first"/>: for the first time for this octet.</summary>
    void OnTimeout(int flightSize, bool first);

    /// <summary>Nothing was sent for a retransmission timeout: the path is unknown again (RFC 5681 section 4.1).</summary>
    void OnIdle();
}
