using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.Opening;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>
/// A scripted peer against one layer under a clock that only the test moves. Sequence numbers in a script are relative:
/// ours to our ISS, the peer's to <see cref="PeerIss"/>.
/// </summary>
internal sealed class TcpScript
{
    public const uint PeerIss = 0xffff_fff0; // Wraps within the first text.
    public const ushort PeerPort = 4000;

    public TcpScript(TcpSettings? settings = null, int buffers = 1024, IInitialNumbers? numbers = null)
    {
        Network = new ScriptedNetwork(buffers);
        Layer = new TcpLayer(Network, new TestEntropy(0x0a), settings, numbers);
    }

    public ScriptedNetwork Network { get; }

    public TcpLayer Layer { get; }

    public Instant Now { get; private set; } = Instant.Zero + TimeSpan.FromSeconds(5);

    public SequenceNumber Iss { get; set; }

    public ushort OwnPort { get; set; }

    public static TcpScript Established(out TcpConnection connection, TcpSettings? settings = null, ushort window = 65535, TcpOptions options = default, int buffers = 1024)
    {
        var script = new TcpScript(settings, buffers);
        connection = script.Connect();
        script.Send(0, TcpFlags.Syn | TcpFlags.Ack, 1, window: window, options: options with { MaximumSegmentSize = options.MaximumSegmentSize ?? 1460 });
        script.Expect(TcpFlags.Ack, 1, 1);
        Assert.Equal(TcpStateName.Established, connection.State);
        script.ExpectNothing();
        return script;
    }

    public TcpConnection Connect() => Connect(out _);

    public TcpConnection Connect(out SentSegment syn)
    {
        Assert.Equal(TcpOpenStatus.Ok, Layer.Connect(ScriptedNetwork.Peer, PeerPort, Now, out var connection));
        syn = Network.Sent.Dequeue();
        Assert.Equal(TcpFlags.Syn, syn.Flags);
        Iss = syn.Sequence;
        OwnPort = syn.Header.SourcePort;
        return connection!;
    }

    /// <summary>The peer sends; <paramref name="acknowledgment"/> null means no ACK bit is added by the script.</summary>
    public void Send(int sequence, TcpFlags flags, int acknowledgment = 0, int length = 0, ushort window = 65535, TcpOptions options = default, ushort? peerPort = null)
    {
        var header = new TcpRepr(peerPort ?? PeerPort, OwnPort, unchecked(PeerIss + (uint)sequence), (Iss + acknowledgment).Value, flags, window, options, length);
        var bytes = new byte[header.Length];
        header.Emit(bytes);
        PeerText(sequence, length).CopyTo(bytes.AsSpan(header.HeaderLength));
        TcpRepr.FillChecksum(bytes, ScriptedNetwork.Peer, ScriptedNetwork.Own);
        Deliver(bytes);
    }

    public void Deliver(byte[] bytes) => Layer.OnSegment(bytes, ScriptedNetwork.Peer, ScriptedNetwork.Own, checksumVerified: false, Now);

    /// <summary>The octets that the peer's text has at these relative numbers.</summary>
    public static byte[] PeerText(int sequence, int length) => [.. Enumerable.Range(sequence, length).Select(i => (byte)(i * 7))];

    public SentSegment Expect(TcpFlags flags, int sequence, int acknowledgment, int length = 0, int? window = null)
    {
        Assert.True(Network.Sent.TryDequeue(out var sent), $"nothing was sent; expected {flags} seq {sequence} ack {acknowledgment} len {length}");
        var actual = (sent.Flags & ~TcpFlags.Psh, sent.Sequence - Iss, (sent.Flags & TcpFlags.Ack) == 0 ? 0 : unchecked((int)(sent.Header.AcknowledgmentNumber - PeerIss)), sent.Text.Length);
        Assert.Equal((flags, sequence, acknowledgment, length), actual);
        if (window is { } w)
            Assert.Equal(w, sent.Header.Window);
        return sent;
    }

    public void ExpectNothing() => Assert.Empty(Network.Sent);

    public int Drain()
    {
        int count = Network.Sent.Count;
        Network.Sent.Clear();
        return count;
    }

    /// <summary>The peer reports these ranges of ours, by relative numbers.</summary>
    public TcpOptions Sacked(params ReadOnlySpan<(int Left, int Right)> blocks)
    {
        var absolute = new TcpSackBlock[blocks.Length];
        for (int i = 0; i < blocks.Length; i++)
            absolute[i] = new TcpSackBlock((Iss + blocks[i].Left).Value, (Iss + blocks[i].Right).Value);
        return default(TcpOptions).WithSack(absolute);
    }

    /// <summary>Moves the clock and runs what became due.</summary>
    public void Advance(double milliseconds)
    {
        var end = Now + TimeSpan.FromMilliseconds(milliseconds);
        while (Layer.NextDeadline <= end)
        {
            Now = Instant.Max(Now, Layer.NextDeadline);
            Layer.Poll(Now);
        }

        Now = end;
        Layer.Poll(Now);
    }
}
